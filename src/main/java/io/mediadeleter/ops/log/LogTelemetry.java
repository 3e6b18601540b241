package io.mediadeleter.ops.log;

import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.text.Printable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log's side of telemetry: one line for every settlement, since a deletion cannot be undone and has to be traceable,
 * with event id, file id and RequestId as fields. Thread-safe.
 */
public final class LogTelemetry implements Telemetry {

    private static final Logger log = LoggerFactory.getLogger("media-deleter");

    @Override
    public void callEnded(EndedCall call) {
        log.atDebug()
                .addKeyValue("media", call.media().toString())
                .addKeyValue("sharedBy", call.requests())
                .addKeyValue("tookMs", call.took().toMillis())
                .log("Call ended: {}", call.outcome());
    }

    @Override
    public void settled(List<Settled> settlements, Duration took) {
        for (Settled settled : settlements) {
            SettlementLine.of(settled, log).log();
        }
    }

    @Override
    public void commitAborted(int settlements, Duration backOff) {
        log.warn("{} settlements not committed; retrying in {} ms", settlements, backOff.toMillis());
    }

    @Override
    public void commitObstructed(String obstacle) {
        log.error("NOTHING CAN BE SETTLED: {}", obstacle);
    }

    @Override
    public void callingStopped(@Nullable Fault last) {
        LoggingEventBuilder line = last == null ? log.atError() : SettlementLine.because(log.atError(), last);
        line.log(
                "CALLING STOPPED: every call fails for a systemic reason (credentials, account, network); requests"
                        + " wait, no attempts are counted, and probes continue: {}",
                last == null ? "no call was made" : last.message());
    }

    @Override
    public void callingResumed(Duration pause) {
        log.info("CALLING RESUMED after {} s", pause.toSeconds());
    }

    @Override
    public void brakeReached(Hold brake) {
        log.error(
                "DELETION LIMIT REACHED: {}. {}Deletion of the whole group is paused{}. To go on earlier: media-deleter resume,"
                        + " or POST /brake/release",
                Printable.of(brake.reason()),
                brake.by() == null ? "" : "Put on by " + Printable.of(brake.by()) + ". ",
                brake.until() == null ? "" : " until " + brake.until());
    }

    @Override
    public void brakeReleased(boolean byOperator) {
        log.warn(
                "DELETION LIMIT RELEASED {}; the count starts again from zero",
                byOperator ? "by an operator" : "after its time");
    }

    @Override
    public void brakeLimitsDiffer(int limit, Map<String, Integer> limits) {
        log.warn(
                "The instances have different limits on calls in an hour: {}. The lowest applies to all: {}. Set"
                        + " calls.max-deletes-per-hour to the same value on every instance",
                limits,
                limit);
    }

    @Override
    public void pauses(List<Hold> added, int all) {
        if (all == 0) {
            log.info("Deletion goes on: no pause is in force any more");
        } else if (added.isEmpty()) {
            log.info("A pause has ended; {} still in force", all == 1 ? "1 is" : all + " are");
        }
        added.forEach(hold -> log.warn(
                "Deletion paused: {} at {}{}, {}. No call starts until it is lifted: media-deleter resume",
                Printable.of(hold.selector().toString()),
                hold.since(),
                hold.until() == null ? "" : " until " + hold.until(),
                Printable.of(hold.because())));
    }

    @Override
    public void controlLogLost(String reason, Duration pause) {
        log.warn(
                "Cannot read the control topic; no call starts once what was read is 5 s old. Retrying in {} ms: {}",
                pause.toMillis(),
                reason);
    }

    @Override
    public void controlLogReplaced(int pauses, int holds) {
        log.error(
                "HOLDS LOST: the control topic was deleted and created again. {} pauses and {} holds that stood on it"
                        + " are gone, unless somebody has put them on the new one. See: media-deleter holds list",
                pauses,
                holds);
    }

    @Override
    public void quotaLogLost(String reason, Duration pause) {
        log.warn("Cannot reach the quota topic; retrying in {} ms: {}", pause.toMillis(), reason);
    }

    @Override
    public void quotaSettingsDiffer(int perSecond, Map<String, QuotaTerms> members) {
        log.warn(
                "The instances that share the quota have different settings: {}. The lowest applies to all: {} calls"
                        + " a second. Set quota.per-second and quota.lease to the same values",
                members,
                perSecond);
    }

    @Override
    public void recordsLost(Partition partition, long from, long to, long count) {
        log.warn(
                "RECORDS LOST: {} records of {} were deleted before they were read, by retention or by hand: offsets"
                        + " {} to {}, some of which may be transaction markers",
                count,
                partition,
                from,
                to - 1);
    }

    @Override
    public void recordsRedone(Partition partition, long position, long from, long end) {
        if (from == end) {
            log.warn(
                    "LOG CUT: {} was truncated at {}, though it was read or settled up to {}; what lay behind the cut is"
                            + " gone, and new records are read from offset {} on",
                    partition,
                    end == position ? "an offset that Kafka does not tell" : "offset " + end,
                    position,
                    end);
        } else {
            log.warn(
                    "RECORDS DONE AGAIN: the log of {} ends at offset {}, but the next offset to read was {}; it was"
                            + " truncated, or the group's offset was changed. Reading again from offset {}: {} records"
                            + " are processed again",
                    partition,
                    end,
                    position,
                    from,
                    end - from);
        }
    }

    @Override
    public void assigned(Collection<Partition> partitions) {
        log.info("Assigned {} partitions: {}", partitions.size(), new TreeSet<>(partitions));
    }

    @Override
    public void released(Collection<Partition> partitions, int dropped) {
        log.info("Revoked {} partitions; {} in-flight records left for the new owner", partitions.size(), dropped);
    }
}
