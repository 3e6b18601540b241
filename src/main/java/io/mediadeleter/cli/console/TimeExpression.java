package io.mediadeleter.cli.console;

import io.mediadeleter.config.SettingType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time that is given as such or as how long ago it is. */
public interface TimeExpression {

    Instant at(Instant now);

    /** Reads {@code 2026-11-25T09:00:00Z} or {@code 2h}. A time without a zone is refused: it could be meant in two ways. */
    final class Converter implements ITypeConverter<TimeExpression> {

        private static final SettingType<Duration> AGO = SettingType.duration(Duration.ZERO, Duration.ofDays(36_500));

        @Override
        public TimeExpression convert(String text) {
            Optional<Duration> ago = AGO.parse(text);
            if (ago.isPresent()) {
                return now -> now.minus(ago.get());
            }
            try {
                Instant time = OffsetDateTime.parse(text).toInstant();
                return now -> time;
            } catch (DateTimeParseException noTime) {
                throw new TypeConversionException("'" + text + "' is not a time; give one with its zone, such as"
                        + " 2026-11-25T09:00:00Z, or how long ago it is, such as 30m, 2h or 1d");
            }
        }
    }
}
