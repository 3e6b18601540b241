package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
    void environmentWithoutAName_asksTheNetwork() {
        assertThat(SettingType.isKafkaName(HostName.of(Map.of()))).isTrue();
    }
}
