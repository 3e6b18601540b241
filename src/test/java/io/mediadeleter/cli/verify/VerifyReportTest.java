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
        Path partial = file.resolveSibling(file.getFileName() + ".partial");

        try (VerifyReport part = VerifyReport.to(file, err)) {
            part.add(CheckedDeletion.of(
                    PlantedResults.whole("1"), MediaState.ABSENT, PlantedResults.DELETED_AT, "check"));
        }
        assertThat(file).hasContent("of yesterday");
        assertThat(Files.readString(partial)).startsWith("{\"fileId\":\"1\",\"presence\":\"GONE\"");
        assertThat(said.toString()).contains("not complete. What was verified is in " + partial);

        try (VerifyReport none = VerifyReport.to(file, err)) {
            assertThat(none).isNotNull();
        }
        assertThat(file).hasContent("of yesterday");
        assertThat(partial).isEmptyFile();
        assertThat(said.toString())
                .endsWith("Nothing was verified: " + partial + " has no rows." + System.lineSeparator());

        try (VerifyReport empty = VerifyReport.to(file, err)) {
            empty.finish();
        }
        assertThat(file).isEmptyFile();
        assertThat(partial).doesNotExist();
        assertThat(folder).isDirectoryNotContaining(left -> left.toString().endsWith(".new"));
    }
}
