package io.mediadeleter.service.brokers;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that Kafka takes from a publisher, and whose results, retries or dead letters it may not take any more. */
@WithKafka.Together
class TooLargeIT {

    /** With this many bytes a record is just below the request topic's limit. */
    private static final int LARGEST = 1_048_300;

    private static final String FILE = "8600000000000000";
    private static final byte[] KEY = FILE.getBytes(UTF_8);
    private static final byte[] REQUEST = ("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE + "\"}").getBytes(UTF_8);

    private final KafkaFixture kafka;

    @AutoClose
    @SuppressWarnings("NullAway.Init")
    private ServiceRig rig;

    TooLargeIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void start() {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
        rig.start("one");
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    /** Each topic that requests are carried on to takes no more than this. */
    private void limitOthersTo(int maxBytes) {
        kafka.limit(
                maxBytes,
                rig.topics().deleted(),
                rig.topics().deadLetter(),
                rig.topics().requested() + ".retry.1s");
    }

    /** What comes behind on the same partition is settled. */
    private void assertThatOthersMoveOn(int results) {
        rig.request("{\"eventId\":\"e-2\",\"fileId\":\"8600000000000001\"}");
        assertThat(rig.results(results))
                .hasSize(results)
                .anySatisfy(result ->
                        assertThat(json(result).path("requestEventId").asText()).isEqualTo("e-2"));
    }

    @Test
    void headersThatFit_passThroughWhole() {
        Map<String, String> many =
                IntStream.range(0, 900).boxed().collect(Collectors.toMap(i -> "h-" + i, i -> text(1_000)));
        rig.publish(KEY, REQUEST, many);

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);

        assertThat(many.keySet())
                .allSatisfy(name -> assertThat(header(result, name)).hasSize(1_000));
        assertThatOthersMoveOn(2);
    }

    @Test
    void malformedValueOfTheLargestSize_isADeadLetterUnchanged() {
        byte[] value = bytes(LARGEST);
        rig.publish(KEY, value, Map.of());

        assertThat(rig.deadLetters(1).get(0).value()).isEqualTo(value);
        assertThatOthersMoveOn(1);
    }

    @Test
    void keyOfTheLargestSize_isInTheDeadLetter() {
        rig.publish(bytes(LARGEST), new byte[0], Map.of());

        assertThat(header(rig.deadLetters(1).get(0), "md-origin-key")).hasSizeGreaterThan(LARGEST);
        assertThatOthersMoveOn(1);
    }

    @Test
    void resultThatIsTooLarge_goesWithoutTheLargestHeaders() {
        limitOthersTo(1_000_000);
        rig.publish(KEY, REQUEST, Map.of("large", text(999_900), "traceparent", "00-trace-span-01"));

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);

        assertThat(json(result).path("outcome").asText()).isEqualTo("DELETED");
        assertThat(header(result, "large")).isEmpty();
        assertThat(header(result, "traceparent")).isEqualTo("00-trace-span-01");
        assertThat(header(result, "md-headers-dropped")).isEqualTo("1");
        assertThatOthersMoveOn(2);
    }

    @Test
    void resultThatIsTooLargeByItself_isADeadLetterThatSaysSo() {
        limitOthersTo(100_000);
        String parts = IntStream.range(0, 4_000)
                .mapToObj(i -> "{\"type\":\"TranscodeFiles\",\"definition\":" + i + "}")
                .collect(Collectors.joining(","));
        byte[] request =
                ("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE + "\",\"deleteParts\":[" + parts + "]}").getBytes(UTF_8);
        rig.publish(KEY, request, Map.of());

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(header(dead, "md-fault-code")).isEqualTo("Kafka.ResultTooLarge");
        assertThat(header(dead, "md-fault-message")).contains("DELETED");
        assertThat(header(dead, "md-fault-request-id")).isNotEmpty();
        assertThat(header(dead, "md-value-dropped")).isEqualTo(String.valueOf(request.length));
        assertThat(dead.value()).isEmpty();
        assertThatOthersMoveOn(1);
    }

    @Test
    void retryThatIsTooLarge_goesWithoutTheLargestHeadersButIsRead() {
        limitOthersTo(1_000_000);
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE + "x1"));
        byte[] event = ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":"
                        + new String(REQUEST, UTF_8) + "}")
                .getBytes(UTF_8);
        rig.publish(KEY, event, Map.of("content-type", "application/cloudevents+json", "large", text(999_900)));

        ConsumerRecord<byte[], byte[]> retry =
                rig.committed(rig.topics().requested() + ".retry.1s", 1).get(0);

        assertThat(retry.value()).isEqualTo(event);
        assertThat(header(retry, "md-headers-dropped")).isEqualTo("1");
        assertThat(json(rig.results(1).get(0)).path("attempts").asInt()).isEqualTo(2);
        assertThatOthersMoveOn(2);
    }

    @Test
    void retryThatIsTooLargeByItself_isADeadLetterOfItsOwnFault() {
        limitOthersTo(100_000);
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + FILE));
        byte[] request = ("{\"eventId\":\"e-1\",\"fileId\":\"" + FILE + "\",\"extensions\":{\"x\":\"" + text(200_000)
                        + "\"}}")
                .getBytes(UTF_8);
        rig.publish(KEY, request, Map.of());

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(header(dead, "md-fault-code")).isEqualTo("InternalError");
        assertThat(header(dead, "md-fault-message")).contains("too large");
        assertThat(header(dead, "md-attempt")).isEqualTo("1");
        assertThat(header(dead, "md-value-dropped")).isEqualTo(String.valueOf(request.length));
        assertThatOthersMoveOn(1);
    }

    @Test
    void requestThatIsLargeOnlyUncompressed_isADeadLetterWithoutItsValue() {
        byte[] value = bytes(20_000_000);
        kafka.produceCompressed(rig.topics().requested(), KEY, value);

        ConsumerRecord<byte[], byte[]> dead = rig.deadLetters(1).get(0);

        assertThat(header(dead, "md-fault-kind")).isEqualTo("MALFORMED");
        assertThat(header(dead, "md-value-dropped")).isEqualTo("20000000");
        assertThat(dead.value()).isEmpty();
        assertThatOthersMoveOn(1);
    }
}
