package io.mediadeleter.kafka.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.Documents;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever reads a code in a dead letter finds what it means. */
class DefectTest {

    @Test
    void events_haveARowForEachCode() {
        List<String> rows = Documents.section(Documents.page("events.md"), "codes-of-malformed-requests")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", 3)[1])
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Defect.values()).map(Defect::code).toList());
    }
}
