package io.mediadeleter.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.vod.MediaInquiry.MediaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyReportTest {

    @Test
    void earlierReport_isReplacedByWhatWasAnswered_andNotByNothing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.jsonl"), "of yesterday");
        try (VerifyReport none = VerifyReport.to(file)) {
            none.finish(false);
        }
        assertThat(file).hasContent("of yesterday");

        try (VerifyReport part = VerifyReport.to(file)) {
            part.add(CheckedDeletion.of(
                    PlantedResults.whole("1"), MediaState.ABSENT, PlantedResults.DELETED_AT, "check"));
            part.finish(false);
        }
        assertThat(Files.readString(file)).startsWith("{\"fileId\":\"1\",\"presence\":\"GONE\"");

        try (VerifyReport empty = VerifyReport.to(file)) {
            empty.finish(true);
        }
        assertThat(file).isEmptyFile();
    }
}
