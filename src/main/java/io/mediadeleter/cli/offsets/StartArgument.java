package io.mediadeleter.cli.offsets;

import io.mediadeleter.cli.console.TimeExpression;
import io.mediadeleter.control.StartPosition;
import io.mediadeleter.control.StartPosition.Earliest;
import io.mediadeleter.control.StartPosition.From;
import io.mediadeleter.control.StartPosition.Latest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The argument of {@code offsets set}. */
interface StartArgument {

    StartPosition at(Instant now);

    /**
     * The same, by this machine's clock.
     *
     * @throws ParameterException when it is in the future: a slip in the year must not leave out all that is there
     */
    default StartPosition notAhead(Instant now, CommandLine command) {
        StartPosition place = at(now);
        if (place instanceof From from && from.time().isAfter(now)) {
            throw new ParameterException(
                    command,
                    place + " is in the future: nothing of what is there would ever be called. It is "
                            + now.truncatedTo(ChronoUnit.SECONDS)
                            + " by this machine's clock. If you mean that, give latest");
        }
        return place;
    }

    /** Reads earliest, latest or a time. */
    final class Converter implements ITypeConverter<StartArgument> {

        private final TimeExpression.Converter times = new TimeExpression.Converter();

        @Override
        public StartArgument convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "earliest" -> now -> new Earliest();
                case "latest" -> now -> new Latest();
                default -> {
                    try {
                        TimeExpression time = times.convert(text);
                        yield now -> new From(time.at(now));
                    } catch (TypeConversionException noTime) {
                        throw new TypeConversionException(
                                "'" + text + "' is no place to begin at; give earliest, latest or a time, such as"
                                        + " 2026-11-25T09:00:00Z, or 2h for two hours ago");
                    }
                }
            };
        }
    }
}
