package dev.slipway.sandbox.api;

import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.http.RateLimits;
import dev.slipway.sandbox.http.Route;
import java.util.List;
import java.util.stream.Stream;

/** All of GitHub's routes that the sandbox answers. */
public final class Api {
    private Api() {}

    public static List<Route> routes(Forge forge, RateLimits limits, Links links, GitHubApp app) {
        Views views = new Views(forge, links);
        return Stream.of(
                        new MetaRoutes(limits, links).routes(),
                        new AccountRoutes(forge, views).routes(),
                        new AppRoutes(forge, views, links, app).routes(),
                        new RepositoryRoutes(forge, views).routes(),
                        new RepositoryListRoutes(forge, views).routes(),
                        new CollaboratorRoutes(forge, views, links).routes(),
                        new ContentRoutes(forge, views).routes(),
                        new RefRoutes(forge, views).routes(),
                        new ProtectionRoutes(forge, links).routes(),
                        new CommitRoutes(forge, views, links).routes(),
                        new IssueRoutes(forge, views).routes(),
                        new LabelRoutes(forge, views).routes(),
                        new CommentRoutes(forge, views).routes(),
                        new PullRoutes(forge, views).routes(),
                        new CheckRoutes(forge, views).routes())
                .flatMap(List::stream)
                .toList();
    }
}
