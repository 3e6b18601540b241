package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads the control topic comes to the same table, however much of it the brokers have cleaned away meanwhile. */
class CompactedLogTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Moment READ = new Moment(0, NOW);
    private static final int RECORDS = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void compactionAtAnyTimeOfReading_leavesTheSameTable(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int log = 0; log < 40; log++) {
            List<LoggedEntry> all = log(random);
            ControlReader whole = reader();
            ControlView wholeView = new ControlView(hold -> true);
            all.forEach(entry -> {
                whole.read(entry, READ);
                wholeView.read(entry);
            });

            ControlReader late = reader();
            ControlView lateView = new ControlView(hold -> true);
            List<LoggedEntry> left = all;
            int position = 0;
            while (position < RECORDS) {
                left = compacted(left, random.nextInt(RECORDS + 1));
                int until = position + random.nextInt(60);
                for (LoggedEntry entry : left) {
                    if (entry.offset() >= position && entry.offset() < until) {
                        late.read(entry, READ);
                        lateView.read(entry);
                    }
                }
                position = until;
            }
            assertThat(late.holds()).isEqualTo(whole.holds());
            assertThat(lateView.probes()).isEqualTo(wholeView.probes());
        }
    }

    private static ControlReader reader() {
        return new ControlReader("reader", "reader-1", 1_000, READ);
    }

    private static List<LoggedEntry> log(SplittableRandom random) {
        List<LoggedEntry> log = new ArrayList<>();
        for (int offset = 0; offset < RECORDS; offset++) {
            log.add(new LoggedEntry(offset, NOW.plusMillis(offset), entry(random, offset)));
        }
        return log;
    }

    private static ControlEntry entry(SplittableRandom random, int offset) {
        List<String> keys =
                List.of("all:p1", "all:brake", "media:1", "media:5/1", "sub-app:5", "event:e", "correlation:c");
        Selector selector =
                Selector.parse(keys.get(random.nextInt(keys.size()))).orElseThrow();
        Duration lasts = random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(100));
        return switch (random.nextInt(3)) {
            case 0 -> new Lifted(selector);
            case 1 -> new Put(selector, "r" + offset, null, null, lasts);
            default -> new Seen(new Probe("i" + random.nextInt(3), "p" + random.nextInt(5), offset + 1, null));
        };
    }

    /** Below the bound only the last record of each key is left; tombstones are, too. */
    private static List<LoggedEntry> compacted(List<LoggedEntry> log, int bound) {
        Set<String> later = new HashSet<>();
        List<LoggedEntry> left = new ArrayList<>();
        for (int i = log.size() - 1; i >= 0; i--) {
            LoggedEntry logged = log.get(i);
            if (logged.offset() >= bound || later.add(key(logged.entry()))) {
                left.add(0, logged);
            }
        }
        return left;
    }

    private static String key(ControlEntry entry) {
        if (entry instanceof Put put) {
            return put.selector().toString();
        }
        return entry instanceof Lifted lifted
                ? lifted.selector().toString()
                : "instance:" + ((Seen) entry).probe().instance();
    }
}
