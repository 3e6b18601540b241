package io.mediadeleter.kafka.codec;

import static io.mediadeleter.kafka.codec.Records.VALID;
import static io.mediadeleter.kafka.codec.Records.plain;
import static io.mediadeleter.kafka.codec.Records.request;
import static io.mediadeleter.kafka.codec.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.event.SubApp;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRulesTest {

    private static final String FILE = "7447398156998994860";

    private static Content decode(@Nullable Long defaultSubAppId, Set<Long> allowed, String value) {
        return new RequestDecoder(new RequestRules(defaultSubAppId, false, allowed, false)).decode(plain(value));
    }

    @Test
    void missingSubAppId_takesTheDefault() {
        assertThat(request(decode(7L, Set.of(), VALID)).media()).isEqualTo(new MediaId(7L, FILE));
        assertThat(request(decode(null, Set.of(), VALID)).media()).isEqualTo(new MediaId(null, FILE));
    }

    @Test
    void namedSubAppId_winsOverTheDefault() {
        assertThat(request(decode(7L, Set.of(), with("\"subAppId\":8"))).media())
                .isEqualTo(new MediaId(8L, FILE));
    }

    @Test
    void subApplicationThatWasSettledOn_winsOverTheDefault_andNotOverTheRequestOrTheRules() {
        RequestDecoder decoder = new RequestDecoder(new RequestRules(7L, false, Set.of(), false));
        RequestDecoder strict = new RequestDecoder(new RequestRules(7L, false, Set.of(7L), false));

        assertThat(request(decoder.decode(plain(VALID), new SubApp(8L))).media())
                .isEqualTo(new MediaId(8L, FILE));
        assertThat(request(decoder.decode(plain(VALID), new SubApp(null))).media())
                .isEqualTo(new MediaId(null, FILE));
        assertThat(request(decoder.decode(plain(with("\"subAppId\":9")), new SubApp(8L)))
                        .media())
                .isEqualTo(new MediaId(9L, FILE));
        assertThat(strict.decode(plain(VALID), new SubApp(8L)))
                .isEqualTo(new Malformed(
                        "SubAppIdNotAllowed", "$.subAppId: 8 is not allowed; this service deletes only in [7]"));
    }

    @Test
    void zero_isNoNameOfASubApplication() {
        for (Set<Long> allowed : List.of(Set.<Long>of(), Set.of(7L), Set.of(0L))) {
            RequestDecoder strict = new RequestDecoder(new RequestRules(7L, true, allowed, false));
            assertThat(strict.decode(plain(with("\"subAppId\":0")))).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void subAppIdAmongTheAllowed_passes() {
        assertThat(request(decode(null, Set.of(7L, 8L), with("\"subAppId\":8"))).media())
                .isEqualTo(new MediaId(8L, FILE));
        assertThat(request(decode(7L, Set.of(7L), VALID)).media()).isEqualTo(new MediaId(7L, FILE));
    }

    @Test
    void subAppIdNotAllowed_isRefused() {
        assertThat(decode(7L, Set.of(8L, 7L), with("\"subAppId\":9")))
                .isEqualTo(new Malformed(
                        "SubAppIdNotAllowed", "$.subAppId: 9 is not allowed; this service deletes only in [7, 8]"));
        assertThat(decode(9L, Set.of(7L), VALID))
                .isEqualTo(new Malformed(
                        "SubAppIdNotAllowed", "$.subAppId: 9 is not allowed; this service deletes only in [7]"));
    }

    @Test
    void missingSubAppIdWithoutDefault_isNotAllowed() {
        assertThat(decode(null, Set.of(7L), VALID))
                .isEqualTo(new Malformed(
                        "SubAppIdNotAllowed",
                        "$.subAppId: missing, and there is no default; this service deletes only in [7]"));
    }

    @Test
    void emptyPartsByRule_meanTheWholeMedia() {
        RequestDecoder lenient = new RequestDecoder(new RequestRules(null, false, Set.of(), true));
        assertThat(request(lenient.decode(plain(with("\"deleteParts\":[]")))).scope())
                .isEqualTo(new Scope.Whole());
        assertThat(request(lenient.decode(Records.structured("\"data\":" + with("\"deleteParts\":[]"))))
                        .scope())
                .isEqualTo(new Scope.Whole());
    }

    @Test
    void otherPartsByThatRule_areStillRefused() {
        RequestDecoder lenient = new RequestDecoder(new RequestRules(null, false, Set.of(), true));
        for (String value : new String[] {"null", "{}", "\"\"", "[null]", "[[]]", "[{}]"}) {
            assertThat(lenient.decode(plain(with("\"deleteParts\":" + value)))).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void subAppIdRequired_aRequestWithoutOneIsRefusedInSpiteOfTheDefault() {
        RequestDecoder strict = new RequestDecoder(new RequestRules(7L, true, Set.of(), false));

        Content content = strict.decode(plain("{\"eventId\":\"e\",\"fileId\":\"1\"}"));

        assertThat(content)
                .isEqualTo(new Content.Malformed(
                        "SubAppIdMissing", "$.subAppId: missing; this service requires it in every request"));
    }
}
