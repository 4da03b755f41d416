package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Protection;
import dev.slipway.sandbox.world.Repository;
import java.util.List;
import java.util.Optional;

/** Protected branches: required checks, and that a head must be up to date. Reviews and restrictions are not served. */
final class ProtectionRoutes {
    private static final String PROTECTION = "/repos/{owner}/{repo}/branches/{branch}/protection";
    private static final List<String> REQUIRED =
            List.of("required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions");

    private final Forge forge;
    private final Links links;

    ProtectionRoutes(Forge forge, Links links) {
        this.forge = forge;
        this.links = links;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PROTECTION, this::read),
                Route.put(PROTECTION, this::set),
                Route.delete(PROTECTION, this::remove));
    }

    private Answer read(Call call) {
        Repository repository = call.repository(Permission.ADMIN);
        return Answer.ok(json(repository, existing(call, repository)));
    }

    private Answer set(Call call) {
        Repository repository = call.repository(Permission.ADMIN);
        String branch = call.param("branch");
        if (forge.git().branchTip(repository.id(), branch).isEmpty()) {
            throw Refusal.of(404, "Branch not found");
        }
        Body body = call.body();
        REQUIRED.stream().filter(field -> !body.has(field)).findFirst().ifPresent(field -> {
            throw Body.missing(field);
        });
        if (!body.json().path("required_pull_request_reviews").isNull()
                || !body.json().path("restrictions").isNull()) {
            throw Refusal.unprocessable("The sandbox requires no reviews and restricts no pushes.");
        }
        Body checks = body.object("required_status_checks");
        Optional<Protection> before = forge.protections().of(repository, branch);
        Protection now = forge.world()
                .write(tx -> tx.put(new Protection(
                        before.map(Protection::id).orElseGet(tx::newId),
                        repository.id(),
                        branch,
                        checks.texts("contexts").orElse(List.of()),
                        checks.flag("strict", false),
                        body.flag("enforce_admins", false))));
        return Answer.ok(json(repository, now));
    }

    private Answer remove(Call call) {
        Repository repository = call.repository(Permission.ADMIN);
        Protection protection = existing(call, repository);
        forge.world().write(tx -> {
            tx.remove(protection);
            return protection;
        });
        return Answer.noContent();
    }

    private Protection existing(Call call, Repository repository) {
        return forge.protections()
                .of(repository, call.param("branch"))
                .orElseThrow(() -> Refusal.of(404, "Branch not protected"));
    }

    private ObjectNode json(Repository repository, Protection protection) {
        String url = links.repo(repository) + "/branches/" + Links.encode(protection.branch()) + "/protection";
        ObjectNode json = Json.object().put("url", url);
        if (!protection.checks().isEmpty() || protection.strict()) {
            String checksUrl = url + "/required_status_checks";
            ObjectNode checks = json.putObject("required_status_checks")
                    .put("url", checksUrl)
                    .put("strict", protection.strict())
                    .put("contexts_url", checksUrl + "/contexts");
            checks.set("contexts", Json.strings(protection.checks()));
            ArrayNode each = checks.putArray("checks");
            protection
                    .checks()
                    .forEach(name -> each.addObject().put("context", name).putNull("app_id"));
        }
        json.putObject("enforce_admins").put("url", url + "/enforce_admins").put("enabled", protection.forAdmins());
        return json;
    }
}
