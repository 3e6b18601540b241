package io.mediadeleter.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.config.LogFormat;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void jsonFormat_isOneFlatObjectALineWithFixedFields() throws Exception {
        Logging.configure(context, LogFormat.JSON);

        String line = written("json", "said \"no\"\nand \t\u0001 \\ left");

        assertThat(line).endsWith("\n");
        assertThat(line.strip()).matches("[ -~]+");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("message").asText()).isEqualTo("said \"no\"\nand \t\u0001 \\ left");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("logger").asText()).isEqualTo("io.mediadeleter.Deleting");
        assertThat(json.path("thread").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(Instant.parse(json.path("@timestamp").asText()))
                .isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(json.path("@timestamp").asText()).endsWith("Z");
        assertThat(json.path("fileId").asText()).isEqualTo("52\"85");
        assertThat(json.path("attempts").isInt()).isTrue();
        assertThat(json.path("origin").asText()).isEqualTo("topic/0/1");
        assertThat(json.path("stack_trace").asText()).contains("IllegalStateException: broken\nin two", "\tat ");
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "@timestamp",
                        "level",
                        "logger",
                        "thread",
                        "message",
                        "fileId",
                        "attempts",
                        "origin",
                        "stack_trace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u009b2J", "\u0000", "\u202e", "\u2028", "\ud800", "日\u200f", "\u007f"})
    void jsonFormat_escapesWhatATerminalWouldActOn(String hostile) throws Exception {
        Logging.configure(context, LogFormat.JSON);

        String line = written("json", hostile);

        assertThat(line.strip()).matches("[ -~]+");
        assertThat(new ObjectMapper().readTree(line).path("message").asText()).isEqualTo(hostile);
    }

    @Test
    void textFormat_hasLevelLoggerMessageAndPairs() {
        Logging.configure(context, LogFormat.TEXT);

        String line = written("text", "two\nlines");

        assertThat(line.lines().findFirst().orElseThrow())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ WARN +Deleting two\\\\u000alines .*")
                .contains(" fileId=\"52\\\"85\" attempts=\"2\" origin=\"topic/0/1\"");
        assertThat(line).contains("\njava.lang.IllegalStateException: broken\\u000ain two\n\tat ");
    }

    @Test
    void textFormat_letsNoValueForgeAField() {
        Logging.configure(context, LogFormat.TEXT);

        String line = written("text", "RETRY in 5s: no \u001b[31m eventId=\"forged\"");

        assertThat(line)
                .contains("Deleting RETRY in 5s: no \\u001b[31m eventId=\\\"forged\\\" fileId=\"")
                .doesNotContain("eventId=\"forged");
    }

    @Test
    void service_keepsTheClientsQuiet() {
        Logging.configure(context, LogFormat.TEXT);

        assertThat(context.getLogger("io.mediadeleter").isInfoEnabled()).isTrue();
        assertThat(context.getLogger("org.apache.kafka.clients.NetworkClient").isInfoEnabled())
                .isFalse();
        assertThat(context.getLogger("org.apache.kafka.clients.consumer.ConsumerConfig")
                        .isWarnEnabled())
                .isFalse();
    }

    private String written(String appender, String message) {
        Logger logger = context.getLogger("io.mediadeleter.Deleting");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.setContext(context);
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
        logger.atWarn()
                .addKeyValue("fileId", "52\"85")
                .addKeyValue("attempts", 2)
                .setCause(new IllegalStateException("broken\nin two"))
                .log(message);
        LoggingEvent event = (LoggingEvent) events.list.get(0);
        event.setMDCPropertyMap(Map.of("origin", "topic/0/1"));
        PipeAppender output =
                (PipeAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(appender);
        return new String(requireNonNull(output.getEncoder()).encode(event), UTF_8);
    }
}
