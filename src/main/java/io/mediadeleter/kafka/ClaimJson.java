package io.mediadeleter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.quota.Claim;
import java.io.IOException;
import java.util.Optional;

/** A claim as the quota topic has it. Thread-safe. */
final class ClaimJson {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Written(int version, String member, long number, int demand, int wanted) {}

    private ClaimJson() {}

    static byte[] write(Claim claim) {
        try {
            return JSON.writeValueAsBytes(
                    new Written(VERSION, claim.member(), claim.number(), claim.demand(), claim.wanted()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty for what is no claim of this version. */
    static Optional<Claim> read(byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            return isClaim(json)
                    ? Optional.of(new Claim(
                            json.path("member").textValue(),
                            json.path("number").longValue(),
                            json.path("demand").intValue(),
                            json.path("wanted").intValue()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static boolean isClaim(JsonNode json) {
        return json.path("version").asInt() == VERSION
                && json.path("member").isTextual()
                && json.path("number").isIntegralNumber()
                && json.path("number").canConvertToLong()
                && json.path("demand").canConvertToInt()
                && json.path("wanted").canConvertToInt();
    }
}
