package io.mediadeleter.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.app.settings.LogFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void jsonFormat_isOneValidObjectALine() throws Exception {
        Logging.configure(context, LogFormat.JSON);

        String line = written("json", "said \"no\"\nand \t\u0001 \\ left");

        assertThat(line).endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("formattedMessage").asText()).isEqualTo("said \"no\"\nand \t\u0001 \\ left");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("timestamp").isNumber()).isTrue();
        assertThat(json.path("kvpList").findValuesAsText("fileId")).containsExactly("52\"85");
        assertThat(json.path("mdc").path("origin").asText()).isEqualTo("topic/0/1");
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("broken\nin two");
    }

    @Test
    void textFormat_hasLevelLoggerMessageAndPairs() {
        Logging.configure(context, LogFormat.TEXT);

        String line = written("text", "two\nlines");

        assertThat(line.lines().findFirst().orElseThrow())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ WARN +Deleting two lines .*")
                .contains("fileId=\"52\"85\"", "origin=topic/0/1");
        assertThat(line).contains("IllegalStateException: broken");
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
                .setCause(new IllegalStateException("broken\nin two"))
                .log(message);
        LoggingEvent event = (LoggingEvent) events.list.get(0);
        event.setMDCPropertyMap(Map.of("origin", "topic/0/1"));
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(appender);
        return new String(console.getEncoder().encode(event), UTF_8);
    }
}
