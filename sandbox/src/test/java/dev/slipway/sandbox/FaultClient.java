package dev.slipway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/** Sets faults as the command line does, and reads how the requests ended. */
final class FaultClient {
    private final RestClient inspection;

    FaultClient(String url) {
        this.inspection = new RestClient(url + "/_sandbox", null);
    }

    /** Adds a fault, written with single quotes, and says its id. */
    String add(String fault) {
        return inspection
                .post("/faults", fault)
                .expect(201)
                .json()
                .at("/faults/0/id")
                .asText();
    }

    RestClient.Reply ask(String fault) {
        return inspection.post("/faults", fault);
    }

    JsonNode all() {
        return inspection.get("/faults").expect(200).json();
    }

    JsonNode one(String id) {
        return inspection.get("/faults/" + id).expect(200).json();
    }

    RestClient.Reply remove(String id) {
        return inspection.delete("/faults/" + id);
    }

    int clear() {
        return inspection.delete("/faults").expect(200).json().path("removed").asInt();
    }

    /** The last entry of the request log that a fault happened to. */
    JsonNode lastStruck() {
        return StreamSupport.stream(
                        inspection
                                .get("/requests")
                                .expect(200)
                                .json()
                                .path("requests")
                                .spliterator(),
                        false)
                .filter(request -> !request.path("fault").isNull())
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
