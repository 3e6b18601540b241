package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNameTest {

    @Test
    void whatKafkaRefuses_becomesHyphens() {
        assertThat(HostName.sanitised(" my host/ü.local ")).isEqualTo("my-host--.local");
    }

    @Test
    void longName_isCut() {
        assertThat(HostName.sanitised("x".repeat(300))).hasSize(200);
    }

    @Test
    void environmentWithoutAName_givesOneThatKafkaTakes() {
        assertThat(SettingType.isKafkaName(HostName.of(Map.of()))).isTrue();
    }

    @Test
    void machineThatKnowsItsName_asksNoNetwork(@TempDir Path folder) throws IOException {
        Path kernels = Files.writeString(folder.resolve("hostname"), "box-7\n");

        String name = HostName.of(Map.of("HOSTNAME", " "), kernels, () -> {
            throw new AssertionError("the network was asked");
        });

        assertThat(name).isEqualTo("box-7");
    }

    @Test
    void machineThatDoesNotTellItsName_asksTheNetwork(@TempDir Path folder) {
        assertThat(HostName.of(Map.of(), folder.resolve("hostname"), () -> "box 8"))
                .isEqualTo("box-8");
    }

    @Test
    void nameOfTheEnvironment_comesFirst(@TempDir Path folder) throws IOException {
        Path kernels = Files.writeString(folder.resolve("hostname"), "box-7\n");

        assertThat(HostName.of(Map.of("HOSTNAME", "pod-9"), kernels, () -> "box-8"))
                .isEqualTo("pod-9");
    }
}
