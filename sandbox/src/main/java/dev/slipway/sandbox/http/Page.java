package dev.slipway.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One page of a list.
 *
 * @param elements what is on the page
 * @param total how many there are on all pages
 * @param links the Link header; absent when one page holds everything
 */
public record Page<T>(List<T> elements, int total, Optional<String> links) {
    private static final int DEFAULT_SIZE = 30;
    private static final int LARGEST_SIZE = 100;
    private static final Pattern PAGE_PARAMETER = Pattern.compile("(^|&)page=[^&]*");

    /** Cuts out the page that the request asks for with {@code page} and {@code per_page}. */
    public static <T> Page<T> of(Call call, List<T> all) {
        int size = Math.min(LARGEST_SIZE, positive(call.query("per_page"), DEFAULT_SIZE));
        int number = positive(call.query("page"), 1);
        int last = Math.max(1, (all.size() + size - 1) / size);
        int from = Math.min(all.size(), (number - 1) * size);
        List<T> elements = List.copyOf(all.subList(from, Math.min(all.size(), from + size)));
        List<String> links = new ArrayList<>();
        if (number > 1) {
            links.add(link(call, Math.min(number - 1, last), "prev"));
        }
        if (number < last) {
            links.add(link(call, number + 1, "next"));
            links.add(link(call, last, "last"));
        }
        if (number > 1) {
            links.add(link(call, 1, "first"));
        }
        Optional<String> header = links.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", links));
        return new Page<>(elements, all.size(), header);
    }

    /** The page as a JSON array. */
    public Answer answer(Function<T, ObjectNode> view) {
        return linked(Answer.ok(array(view)));
    }

    /** The page under a name beside the {@code total_count}. */
    public Answer counted(String name, Function<T, ObjectNode> view) {
        ObjectNode body = Json.object().put("total_count", total);
        body.set(name, array(view));
        return linked(Answer.ok(body));
    }

    private ArrayNode array(Function<T, ObjectNode> view) {
        return Json.array(elements.stream().map(view));
    }

    private Answer linked(Answer answer) {
        return links.map(header -> answer.with("Link", header)).orElse(answer);
    }

    private static String link(Call call, int page, String relation) {
        String query = PAGE_PARAMETER.matcher(call.rawQuery()).replaceAll("");
        String rest = query.isEmpty() || query.startsWith("&") ? query : "&" + query;
        return "<" + call.url() + "?page=" + page + rest + ">; rel=\"" + relation + "\"";
    }

    private static int positive(Optional<String> text, int otherwise) {
        return text.filter(digits -> digits.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .filter(number -> number > 0)
                .orElse(otherwise);
    }
}
