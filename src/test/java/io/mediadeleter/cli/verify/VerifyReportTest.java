package io.mediadeleter.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.vod.MediaInquiry.MediaState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyReportTest {

    @Test
    void earlierReport_isReplacedByAWholeOneAlone(@TempDir Path folder) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter err = new PrintWriter(said);
        Path file = Files.writeString(folder.resolve("rows.jsonl"), "of yesterday");
        try (VerifyReport none = VerifyReport.to(file)) {
            none.finish(false, err);
        }
        assertThat(file).hasContent("of yesterday");

        try (VerifyReport part = VerifyReport.to(file)) {
            part.add(CheckedDeletion.of(
                    PlantedResults.whole("1"), MediaState.ABSENT, PlantedResults.DELETED_AT, "check"));
            part.finish(false, err);
        }
        assertThat(file).hasContent("of yesterday");
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        assertThat(Files.readString(partial)).startsWith("{\"fileId\":\"1\",\"presence\":\"GONE\"");
        assertThat(said.toString()).contains("not complete", partial.toString());

        try (VerifyReport empty = VerifyReport.to(file)) {
            empty.finish(true, err);
        }
        assertThat(file).isEmptyFile();
    }
}
