package io.mediadeleter.cli.console;

import io.mediadeleter.config.SettingType;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's {@code 30m} as settings do, between two bounds. */
public abstract class DurationOption implements ITypeConverter<Duration> {

    private final SettingType<Duration> type;
    private final String why;

    protected DurationOption(Duration shortest, Duration longest) {
        this(shortest, longest, "");
    }

    /** @param why the bounds are so, as in ". Below 10 s …" */
    protected DurationOption(Duration shortest, Duration longest, String why) {
        this.type = SettingType.duration(shortest, longest);
        this.why = why;
    }

    @Override
    public Duration convert(String text) {
        return type.parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not " + type.expected() + why));
    }
}
