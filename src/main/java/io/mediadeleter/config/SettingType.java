package io.mediadeleter.config;

import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.text.DurationText;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a setting's text may be and what it becomes.
 *
 * @param expected ends the sentence "give …"
 * @param parser throws {@link IllegalArgumentException} or {@link DateTimeParseException} at anything else
 */
public record SettingType<T>(String expected, Function<String, T> parser) {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[[0-9a-fA-F:%.]+]|[a-zA-Z0-9._-]+):(\\d{1,5})");
    private static final Pattern KAFKA_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._:%-]+");

    /** With a port, or with a dot at the end: what a request names is compared without. */
    private static final Pattern NO_HOST = Pattern.compile("[^:]*:[^:]*|.*\\.");

    private static final Pattern ID = Pattern.compile("[0-9]{1,16}");
    private static final int MAX_PORT = 65_535;

    /** As in the schema of requests: 2^53 - 1, which every JSON reader keeps exactly. */
    private static final long MAX_ID = 9_007_199_254_740_991L;

    private static final String SUB_APP_IDS = " of a sub-application: a whole number from 1 to " + MAX_ID;

    /** The value of a text; empty when the text is not what is expected. */
    public Optional<T> parse(String text) {
        try {
            return Optional.of(parser.apply(text.strip()));
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    public static SettingType<Boolean> truth() {
        return new SettingType<>("true or false", text -> {
            check(text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
            return Boolean.parseBoolean(text);
        });
    }

    public static SettingType<Integer> number(int least, int most) {
        return new SettingType<>("a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            check(value >= least && value <= most);
            return value;
        });
    }

    /** A template's number; 0 stands for all of them. */
    public static SettingType<Long> definition() {
        return new SettingType<>("a template's number, from 0 to " + MAX_ID, text -> idOf(text, 0));
    }

    /** 0 names no sub-application, though the API takes it: as a default or an allowed one it would hide that. */
    public static SettingType<Long> subAppId() {
        return new SettingType<>("an id" + SUB_APP_IDS, text -> idOf(text, 1));
    }

    public static SettingType<Set<Long>> subAppIds() {
        return new SettingType<>(
                "ids separated by commas, each" + SUB_APP_IDS,
                text -> items(text).map(item -> idOf(item, 1)).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    public static SettingType<Duration> duration(Duration least, Duration most) {
        return new SettingType<>(
                "a duration such as 250ms, 5s, 1m, 2h or PT5S, from " + DurationText.of(least) + " to "
                        + DurationText.of(most),
                text -> {
                    Duration value = DurationText.parse(text);
                    check(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
                    return value;
                });
    }

    /** A duration as above, or none. */
    public static SettingType<Optional<Duration>> limit(Duration least, Duration most) {
        SettingType<Duration> duration = duration(least, most);
        return new SettingType<>(
                duration.expected + "; or none",
                text -> text.equals("none") ? Optional.empty() : Optional.of(duration.parser.apply(text)));
    }

    public static SettingType<String> kafkaName() {
        return new SettingType<>("a name of 1 to 249 letters, digits, dots, underscores and hyphens", text -> {
            check(isKafkaName(text));
            return text;
        });
    }

    public static SettingType<String> host() {
        return new SettingType<>("a host name or address", text -> {
            check(HOST.matcher(text).matches());
            return text;
        });
    }

    public static SettingType<Set<String>> hosts() {
        return new SettingType<>("host names separated by commas, without ports and without a dot at the end", text -> {
            Set<String> names = items(text).collect(Collectors.toCollection(LinkedHashSet::new));
            check(names.stream()
                    .allMatch(name -> HOST.matcher(name).matches()
                            && !NO_HOST.matcher(name).matches()));
            return names;
        });
    }

    public static SettingType<String> bootstrapServers() {
        return new SettingType<>(
                "brokers as host:port, separated by commas",
                text -> items(text).map(SettingType::hostAndPort).collect(Collectors.joining(",")));
    }

    public static SettingType<URI> endpoint() {
        return new SettingType<>(
                "an http or https address without a path, such as https://host or http://host:8080", text -> {
                    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                    check(uri.getHost() != null && uri.getRawUserInfo() == null && uri.getPort() <= MAX_PORT);
                    check(List.of("http", "https").contains(String.valueOf(uri.getScheme())));
                    check(uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null);
                    return uri;
                });
    }

    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants()).map(SettingType::written).collect(Collectors.joining(" or "));
        return new SettingType<>(
                names,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> written(constant).equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /** The delays keep their texts as names, which are the last part of the topics' names. */
    public static SettingType<RetrySchedule> retrySchedule(Duration longest) {
        return new SettingType<>(
                "different durations separated by commas, such as 5s,1m,10m, each up to " + DurationText.of(longest)
                        + "; or none for no retries",
                text -> {
                    List<RetryDelay> delays = text.equals("none")
                            ? List.of()
                            : items(text).map(SettingType::retryDelay).toList();
                    check(delays.stream().allMatch(delay -> delay.duration().compareTo(longest) <= 0));
                    check(delays.stream().map(RetryDelay::name).distinct().count() == delays.size());
                    return new RetrySchedule(delays);
                });
    }

    static boolean isKafkaName(String text) {
        return KAFKA_NAME.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    private static RetryDelay retryDelay(String text) {
        return new RetryDelay(text, DurationText.parse(text));
    }

    private static String hostAndPort(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        check(matcher.matches());
        int port = Integer.parseInt(matcher.group(1));
        check(port >= 1 && port <= MAX_PORT);
        return text;
    }

    private static long idOf(String text, long least) {
        check(ID.matcher(text).matches());
        long value = Long.parseLong(text);
        check(value >= least && value <= MAX_ID);
        return value;
    }

    /** An item that is missing is refused, not skipped: {@code 1,,2} is more likely a slip than meant. */
    private static Stream<String> items(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).peek(item -> check(!item.isEmpty()));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
