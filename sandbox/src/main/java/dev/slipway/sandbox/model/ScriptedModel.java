package dev.slipway.sandbox.model;

import dev.slipway.sandbox.book.BookEntry;
import dev.slipway.sandbox.book.BookFile;
import dev.slipway.sandbox.book.NotInTheBookException;
import dev.slipway.sandbox.book.ScriptBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plays a model from the script book: writes the entry's files with the client's tools, then says that it is done. */
final class ScriptedModel {
    private static final String WRITE = "Write";
    private static final String READ = "Read";
    private static final int ATTEMPTS = 3;

    Reply reply(Conversation conversation) {
        if (conversation.prompt().isEmpty()) {
            return new Reply(
                    "The sandbox's model knows only Slipway's prompts, which it answers from its script book.",
                    List.of());
        }
        BookEntry entry;
        try {
            entry = ScriptBook.answer(conversation.prompt().get());
        } catch (NotInTheBookException e) {
            return new Reply("I can't do this: " + e.getMessage() + ".", List.of());
        }
        if (!conversation.tools().contains(WRITE)) {
            return new Reply("I can't do this: there is no tool named Write to make files with.", List.of());
        }
        List<Reply.Call> next = new ArrayList<>();
        for (BookFile file : entry.files()) {
            String path = conversation.folder().map(folder -> folder + "/").orElse("") + file.path();
            List<ToolCall> before = conversation.calls().stream()
                    .filter(call -> call.input().path("file_path").asText().equals(path))
                    .toList();
            if (before.stream().anyMatch(call -> call.name().equals(WRITE) && !call.failed())) {
                continue;
            }
            long written =
                    before.stream().filter(call -> call.name().equals(WRITE)).count();
            if (written >= ATTEMPTS) {
                return new Reply(
                        "I could not write " + file.path() + ": " + last(before).answer(), List.of());
            }
            next.add(
                    mustBeReadFirst(before) && conversation.tools().contains(READ)
                            ? new Reply.Call(READ, Map.of("file_path", path))
                            : new Reply.Call(WRITE, Map.of("file_path", path, "content", file.content())));
        }
        if (next.isEmpty()) {
            return new Reply(entry.closing(), List.of());
        }
        return new Reply(conversation.calls().isEmpty() ? entry.opening() : "", next);
    }

    /** Clients let a model write a file that exists only after it has read it. */
    private static boolean mustBeReadFirst(List<ToolCall> before) {
        return !before.isEmpty() && last(before).name().equals(WRITE);
    }

    private static ToolCall last(List<ToolCall> calls) {
        return calls.get(calls.size() - 1);
    }
}
