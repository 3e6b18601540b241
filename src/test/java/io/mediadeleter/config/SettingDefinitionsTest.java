package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingDefinitionsTest {

    static List<Setting<?>> all() {
        return SettingDefinitions.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void everySetting_isDescribed(Setting<?> setting) {
        assertThat(setting.description()).hasSizeGreaterThan(20).endsWith(".");
        assertThat(setting.type().expected()).isNotBlank();
        assertThat(setting.name()).matches("[a-z-]+(\\.[a-z-]+)*");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyDefault_isPossible(Setting<?> setting) {
        if (setting.fallback() != null && !setting.fallback().contains("<")) {
            assertThat(setting.type().parse(setting.fallback())).isPresent();
        }
    }

    @Test
    void everySetting_isReadOnce() {
        List<String> read = Settings.load(Map.of(), null).origins().stream()
                .map(SettingValue::name)
                .toList();

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        SettingDefinitions.ALL.stream().map(Setting::property).toList());
    }

    @Test
    void everyConstant_isListed() {
        long constants = Stream.of(SettingDefinitions.class, RequestDefinitions.class, OtelSettings.class)
                .flatMap(definitions -> Arrays.stream(definitions.getDeclaredFields()))
                .filter(field -> field.getType() == Setting.class && Modifier.isStatic(field.getModifiers()))
                .count();

        assertThat(SettingDefinitions.ALL).hasSize((int) constants).doesNotHaveDuplicates();
    }
}
