package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.DurationOption;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.kafka.codec.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Why, by whom and for how long something is held: what pauses and holds share. */
final class HoldTerms {

    /** A shorter one would end before it is certain to have begun. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for whoever finds deletion stopped; at most " + Hold.LONGEST_REASON + " characters.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Lasting.class,
            description = "It ends by itself after so long, such as 30m, 2h or 7d; counted from when Kafka has it.")
    private @Nullable Duration lasts;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who wants it. Default: the operating system's user and host.")
    private @Nullable String by;

    /** When it ends, where an option of the command says so. */
    private @Nullable Instant until;

    void until(@Nullable Instant end) {
        until = end;
    }

    String reason() {
        return reason;
    }

    @Nullable
    Duration lasts() {
        return lasts;
    }

    @Nullable
    Instant until() {
        return until;
    }

    /** When it ends, if it is written at {@code now}; null for never. */
    @Nullable
    Instant end(Instant now) {
        return lasts == null ? until : now.plus(lasts);
    }

    String by() {
        return by == null ? Author.ofThisProcess() : by;
    }

    /**
     * Refuses what makes no sense before anything is written.
     *
     * @throws ParameterException naming the option
     */
    void check(CommandLine command) {
        if (Author.isBlank(reason)) {
            throw new ParameterException(
                    command, "--reason is missing or empty: say why, for whoever finds deletion stopped");
        }
        Author.checkLength("--reason", reason, command);
        Author.check(by, command);
        if (until != null && lasts != null) {
            throw new ParameterException(command, "--until and --for both say when it ends: leave out one of the two");
        }
    }

    /**
     * Refuses an end that has passed, or comes before the hold is certain to be in force.
     *
     * @param now what time it is
     * @param clock whose time that is, as in "by the brokers' clock"
     */
    void checkEnd(Instant now, String clock, CommandLine command) {
        if (until != null && until.isBefore(now.plus(ControlReader.LEASE).plus(ControlReader.MARGIN))) {
            throw new ParameterException(
                    command,
                    "--until " + until + " is in the past, or passes within seconds: it is "
                            + now.truncatedTo(ChronoUnit.SECONDS) + " " + clock);
        }
    }

    /** Lets a command look at what is more important first, and has {@link #check} ask for the reason. */
    static final class ReasonLater implements IDefaultValueProvider {

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && option.longestName().equals("--reason") ? "" : null;
        }
    }

    /** Reads {@code 2h}. */
    static final class Lasting extends DurationOption {

        Lasting() {
            super(SHORTEST, LONGEST, ". Below 10 s it would end before every instance is certain to obey it");
        }
    }

    /** Reads {@code 2026-12-01T00:00:00Z}. A time without a zone is refused: it could be meant in two ways. */
    static final class End implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            return Rfc3339.instant(text)
                    .filter(End::canBeRead)
                    .orElseThrow(() ->
                            new TypeConversionException("'" + text + "' is not a time; give one with its zone, such as"
                                    + " 2026-12-01T00:00:00Z. For a duration, use --for"));
        }

        /** Its zone may take it into the year 10000. */
        private static boolean canBeRead(Instant end) {
            return Rfc3339.instant(end.toString()).isPresent();
        }
    }
}
