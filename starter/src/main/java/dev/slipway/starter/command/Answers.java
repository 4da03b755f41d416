package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.change.Steered;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.Wheel.Answer;
import java.util.List;

/** Tells what came of steering. */
final class Answers {
    private Answers() {}

    /**
     * One line, or one object, an answer.
     *
     * @throws CommandFailure wrong usage, where everything was refused; among others a refusal is one answer
     */
    static int tell(Console console, boolean json, List<Answer> answers) {
        if (json) {
            console.answer(object(answers));
        }
        if (!answers.isEmpty() && answers.stream().allMatch(answer -> answer.steered() == null)) {
            throw CommandFailure.wrongUsage(
                    answers.stream().map(answer -> answer.line() + ".").toList());
        }
        if (!json) {
            if (answers.isEmpty()) {
                console.say("Nothing is open for which that makes sense.");
            }
            answers.forEach(answer -> console.say(answer.line() + "."));
        }
        return ExitCode.DONE;
    }

    private static ObjectNode object(List<Answer> answers) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode list = node.putArray("steered");
        for (Answer answer : answers) {
            Steered steered = answer.steered();
            list.addObject()
                    .put("workflowId", answer.target().workflowId())
                    .put("changed", steered != null && steered.changed())
                    .put("refused", steered == null)
                    .put("text", steered == null ? answer.refused() : steered.text())
                    .put("state", (steered == null ? answer.target().state() : steered.state()).name());
        }
        return node;
    }
}
