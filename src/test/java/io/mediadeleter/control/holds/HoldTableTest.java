package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldTableTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static Hold hold(String selector) {
        return new Hold(Selector.parse(selector).orElseThrow(), "legal case 12", "ops@host", NOW, null);
    }

    private static DeleteRequest request(@Nullable Long subApp, String fileId) {
        return new DeleteRequest("e-1", new MediaId(subApp, fileId), new Scope.Whole(), "c-1", "jane");
    }

    private static Optional<String> naming(HoldTable table, DeleteRequest request) {
        return table.naming(request, NOW).map(hold -> hold.selector().toString());
    }

    private static HoldTable table(String... selectors) {
        HoldTable table = new HoldTable();
        List.of(selectors).forEach(selector -> table.put(hold(selector)));
        return table;
    }

    @ParameterizedTest
    @ValueSource(strings = {"media:77", "media:5/77", "sub-app:5", "event:e-1", "correlation:c-1", "requested-by:jane"})
    void eachSelector_namesTheRequestThatHasWhatItSays(String selector) {
        assertThat(naming(table(selector), request(5L, "77"))).contains(selector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "media:7",
                "media:777",
                "media:6/77",
                "media:77/5",
                "sub-app:6",
                "sub-app:55",
                "event:e",
                "event:e-11",
                "correlation:e-1",
                "requested-by:Jane"
            })
    void neighbours_nameItNot(String selector) {
        assertThat(naming(table(selector), request(5L, "77"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"media:6/77", "sub-app:6", "media:77"})
    void whereTheSubApplicationIsUnknown_eachHoldThatMayBeMeant_namesTheRequest(String selector) {
        assertThat(naming(table(selector), request(null, "77"))).contains(selector);
        assertThat(naming(table("media:6/777", "media:6/7"), request(null, "77")))
                .isEmpty();
    }

    @Test
    void ofSeveralHolds_theMostPreciseOneNamesTheRequest() {
        HoldTable table = table("sub-app:5", "requested-by:jane", "media:77", "event:e-1");

        assertThat(naming(table, request(5L, "77"))).contains("event:e-1");
        table.lift(Selector.parse("event:e-1").orElseThrow());
        assertThat(naming(table, request(5L, "77"))).contains("media:77");
        table.lift(Selector.parse("media:77").orElseThrow());
        assertThat(naming(table, request(5L, "77"))).contains("requested-by:jane");
        table.lift(Selector.parse("requested-by:jane").orElseThrow());
        assertThat(naming(table, request(5L, "77"))).contains("sub-app:5");
    }

    @Test
    void pauses_nameNoRequestButStopAll() {
        HoldTable table = table("all:a", "all:brake", "all");

        assertThat(naming(table, request(5L, "77"))).isEmpty();
        assertThat(table.pauses(NOW))
                .extracting(hold -> hold.selector().toString())
                .containsExactly("all", "all:a", "all:brake");
    }

    @Test
    void holdThatHasEnded_namesNothing_butStandsUntilItIsLifted() {
        HoldTable table = new HoldTable();
        Hold hour = new Hold(Selector.parse("media:6/77").orElseThrow(), "r", null, NOW, NOW.plus(Duration.ofHours(1)));
        table.put(hour);

        assertThat(table.naming(request(6L, "77"), NOW.plusSeconds(3_599))).contains(hour);
        assertThat(table.naming(request(6L, "77"), NOW.plusSeconds(3_600))).isEmpty();
        assertThat(table.all()).containsExactly(hour);
        table.lift(hour.selector());
        assertThat(table.all()).isEmpty();
    }

    @Test
    void longReason_isCutBetweenCharacters() {
        HoldTable table = new HoldTable();
        Selector media = Selector.parse("media:77").orElseThrow();

        for (int before = 236; before <= 240; before++) {
            String reason = "x".repeat(before) + "\uD83D\uDE00".repeat(10);
            table.put(new Hold(media, reason, null, NOW, null));

            assertThat(table.get(media).map(Hold::reason).orElseThrow())
                    .as("%d before the first pair", before)
                    .endsWith("…")
                    .satisfies(kept -> assertThat(kept.codePoints().noneMatch(HoldTableTest::isHalf))
                            .isTrue());
        }
        table.put(new Hold(media, "\uD83D\uDE00".repeat(120), null, NOW, null));
        assertThat(table.get(media).map(Hold::reason)).contains("\uD83D\uDE00".repeat(120));
    }

    /** Whoever may write holds may give each texts of its own. */
    @Test
    void longAuthor_isCutAsAReasonIs() {
        HoldTable table = new HoldTable();
        Selector media = Selector.parse("media:77").orElseThrow();
        table.put(new Hold(media, "r", "a".repeat(1_024), NOW, null));

        assertThat(table.get(media).map(Hold::by).orElseThrow())
                .hasSize(Hold.LONGEST_REASON)
                .endsWith("a…");
    }

    @Test
    void longTexts_countAsSeveral_untilTheirHoldIsLiftedOrReplaced() {
        HoldTable table = new HoldTable();
        for (int i = 0; i < 10; i++) {
            table.put(hold("correlation:order-" + i));
        }
        assertThat(table.weight()).isEqualTo(10);

        Selector wide =
                Selector.parse("requested-by:" + "\uD83D\uDE00".repeat(1_024)).orElseThrow();
        table.put(new Hold(wide, "\u5c71".repeat(240), "\u5c71".repeat(240), NOW, null));
        assertThat(table.weight()).isGreaterThanOrEqualTo(10 + 4_096 / HoldWeight.BYTES);
        table.put(new Hold(wide, "legal case 12", "ops@host", NOW, null));
        long replaced = table.weight();
        assertThat(replaced).isGreaterThan(10 + 4_096 / HoldWeight.BYTES - 1);
        table.put(new Hold(wide, "legal case 12", "ops@host", NOW, null));
        assertThat(table.weight()).isEqualTo(replaced);
        table.lift(wide);
        table.lift(wide);
        assertThat(table.weight()).isEqualTo(10);
    }

    @Test
    void holdsOfTooMuchMemory_areDropped_andToldOf() {
        HoldTable table = new HoldTable();
        String id = "correlation:" + "x".repeat(1_000);
        for (int i = 0; i < 10; i++) {
            table.put(new Hold(Selector.parse(id + i).orElseThrow(), "r", null, NOW, null), 10);
        }

        assertThat(table.hasDropped()).isTrue();
        assertThat(table.weight()).isLessThanOrEqualTo(10);
        assertThat(table.size()).isEqualTo(3);
    }

    /** However holds come and go, those that have not ended are kept, and no more of the others than there is room for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomTable_letsGoOfNoneThatHasNotEnded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HoldTable table = new HoldTable();
        Map<Selector, Hold> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Instant now = NOW.plusMillis(step);
            Selector selector = Selector.parse("media:" + random.nextInt(1, 60)).orElseThrow();
            if (random.nextInt(4) == 0) {
                table.lift(selector);
                model.remove(selector);
            } else {
                Instant until = random.nextInt(5) == 0 ? null : now.plusMillis(random.nextInt(-2, 40));
                Hold hold = new Hold(selector, "r", null, now, until);
                table.put(hold);
                model.put(selector, hold);
            }
            table.letGoOfEnded(10, now);

            model.values().stream()
                    .filter(hold -> hold.isInForce(now))
                    .forEach(hold -> assertThat(table.get(hold.selector())).contains(hold));
            long standing =
                    model.values().stream().filter(hold -> hold.isInForce(now)).count();
            assertThat(table.weight()).isLessThanOrEqualTo(Math.max(10, standing));
            assertThat(table.weight(hold -> hold.isInForce(now))).isEqualTo(standing);
        }
        assertThat(table.hasDropped()).isFalse();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Against a model that goes through all holds one by one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomTable_namesWhatAWalkThroughAllHoldsNames(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HoldTable table = new HoldTable();
        Map<String, Hold> model = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            String key = selector(random);
            if (random.nextInt(3) == 0) {
                table.lift(Selector.parse(key).orElseThrow());
                model.remove(key);
            } else {
                Instant until = random.nextBoolean() ? null : NOW.plusSeconds(random.nextInt(-5, 6));
                Hold hold = new Hold(Selector.parse(key).orElseThrow(), "r", null, NOW, until);
                table.put(hold);
                model.put(key, hold);
            }
            DeleteRequest asked = new DeleteRequest(
                    "e" + random.nextInt(9),
                    new MediaId(
                            random.nextBoolean() ? null : (long) random.nextInt(1, 4),
                            String.valueOf(random.nextInt(1, 13))),
                    new Scope.Whole(),
                    random.nextBoolean() ? null : "c" + random.nextInt(9),
                    random.nextBoolean() ? null : "r" + random.nextInt(9));
            boolean named =
                    model.values().stream().anyMatch(hold -> hold.isInForce(NOW) && names(hold.selector(), asked));
            assertThat(table.naming(asked, NOW).isPresent()).isEqualTo(named);
            assertThat(table.naming(asked, NOW).stream()).allMatch(hold -> names(hold.selector(), asked));
            assertThat(table.size()).isEqualTo(model.size());
        }
    }

    private static String selector(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> "media:" + random.nextInt(1, 13);
            case 1 -> "media:" + random.nextInt(1, 4) + "/" + random.nextInt(1, 13);
            case 2 -> "sub-app:" + random.nextInt(1, 40);
            case 3 -> "event:e" + random.nextInt(60);
            case 4 -> "correlation:c" + random.nextInt(60);
            default -> "requested-by:r" + random.nextInt(60);
        };
    }

    /** As the design has it, word by word. */
    private static boolean names(Selector selector, DeleteRequest request) {
        Long subApp = request.media().subAppId();
        boolean mayBeIn = subApp == null || selector.subAppId() == null || subApp.equals(selector.subAppId());
        return switch (selector.kind()) {
            case ALL -> false;
            case MEDIA -> request.media().fileId().equals(selector.name()) && mayBeIn;
            case SUB_APP -> subApp == null || subApp.toString().equals(selector.name());
            case EVENT -> request.eventId().equals(selector.name());
            case CORRELATION -> selector.name().equals(request.correlationId());
            case REQUESTED_BY -> selector.name().equals(request.requestedBy());
        };
    }
}
