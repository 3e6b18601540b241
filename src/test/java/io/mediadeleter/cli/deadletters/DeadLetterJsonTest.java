package io.mediadeleter.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.Documents;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.Letters;
import io.mediadeleter.deadletter.MediaExtractor;
import org.junit.jupiter.api.Test;

class DeadLetterJsonTest {

    @Test
    void everyProperty_isOnThePage() {
        String time = "2026-11-25T09:14:00Z";
        DeadLetter letter = Letters.letter(
                "requested/0/4711",
                "{\"fileId\":\"81\",\"subAppId\":7}",
                "md-origin-timestamp",
                time,
                "md-origin-key",
                "a2V5",
                "md-first-failed-at",
                time,
                "md-fault-message",
                "why",
                "md-fault-request-id",
                "6ca31e3a",
                "md-hold",
                "media:81",
                "md-replays",
                "1",
                "md-replayed-at",
                time);

        ObjectNode json = new DeadLetterJson(new MediaExtractor(null), Letters.HISTORY).whole(letter);

        assertThat(json.fieldNames())
                .toIterable()
                .contains("disproved", "hold", "requestId", "writtenAt", "replayedAt", "subAppId", "requestKeyBase64")
                .allSatisfy(name -> assertThat(table()).contains("`" + name + "`"));
    }

    @Test
    void faultCodeThatIsNotKnown_isMissing() {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-fault-kind", "PERMANENT");

        ObjectNode json = new DeadLetterJson(new MediaExtractor(null), Letters.HISTORY).summary(letter);

        assertThat(json.has("faultCode")).isFalse();
        assertThat(json.path("faultKind").asText()).isEqualTo("PERMANENT");
    }

    private static String table() {
        String page = Documents.text(Documents.page("dead-letters.md"));
        return page.substring(page.indexOf("## As JSON"), page.indexOf("`replay` and `discard` print one object"));
    }
}
