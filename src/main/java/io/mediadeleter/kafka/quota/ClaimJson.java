package io.mediadeleter.kafka.quota;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.QuotaTerms;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A claim as the quota topic has it. Thread-safe. */
final class ClaimJson {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private static final int MOST_BYTES = 2_048;

    /** An instance's name and what makes it unlike all others. */
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9._:#-]{1,400}");

    private record Written(
            int version,
            String member,
            long number,
            int demand,
            int wanted,
            @Nullable Integer perSecond,
            @Nullable Long leaseMillis) {}

    private ClaimJson() {}

    static byte[] write(Claim claim) {
        QuotaTerms terms = claim.terms();
        try {
            return JSON.writeValueAsBytes(new Written(
                    VERSION,
                    claim.member(),
                    claim.number(),
                    claim.demand(),
                    claim.wanted(),
                    terms == null ? null : terms.perSecond(),
                    terms == null ? null : terms.lease().toMillis()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty for anything but a claim of a known version; what is larger than a claim can be is not parsed. */
    static Optional<Claim> read(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > MOST_BYTES || value[0] != '{') {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(value);
            return isClaim(json)
                    ? Optional.of(new Claim(
                            json.path("member").textValue(),
                            json.path("number").longValue(),
                            json.path("demand").intValue(),
                            json.path("wanted").intValue(),
                            terms(json)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static boolean isClaim(JsonNode json) {
        return json.path("version").asInt() == VERSION
                && json.path("member").isTextual()
                && MEMBER.matcher(json.path("member").textValue()).matches()
                && json.path("number").isIntegralNumber()
                && json.path("number").canConvertToLong()
                && isInt(json.path("demand"))
                && isInt(json.path("wanted"));
    }

    /** Null for members that do not tell. */
    private static @Nullable QuotaTerms terms(JsonNode json) {
        JsonNode perSecond = json.path("perSecond");
        JsonNode lease = json.path("leaseMillis");
        if (perSecond.isMissingNode() && lease.isMissingNode()) {
            return null;
        }
        if (!isInt(perSecond) || !isInt(lease)) {
            throw new IllegalArgumentException("no terms");
        }
        return new QuotaTerms(perSecond.intValue(), Duration.ofMillis(lease.intValue()));
    }

    private static boolean isInt(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToInt();
    }
}
