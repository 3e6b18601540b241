package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.pipeline.port.Telemetry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompositeTelemetryTest {

    private final List<String> heard = new ArrayList<>();

    /** A listener that does this whatever it is told. */
    private static final Map<Class<?>, Object> NUMBERS_AND_TRUTHS =
            Map.of(int.class, 0, long.class, 0L, boolean.class, false);

    private static Telemetry listener(InvocationHandler does) {
        InvocationHandler answer = (self, told, arguments) -> switch (told.getName()) {
            case "hashCode" -> 1;
            case "equals" -> true;
            default -> does.invoke(self, told, arguments);
        };
        return (Telemetry) Proxy.newProxyInstance(
                CompositeTelemetryTest.class.getClassLoader(), new Class<?>[] {Telemetry.class}, answer);
    }

    private Telemetry hearing() {
        return listener((self, told, arguments) -> {
            heard.add(told.getName());
            return null;
        });
    }

    private static Telemetry failing() {
        return listener((self, told, arguments) -> {
            throw new IllegalStateException("deaf");
        });
    }

    /** Some arguments of the right types; nobody looks at them. */
    private static @Nullable Object[] argumentsOf(Method method) {
        @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = NUMBERS_AND_TRUTHS.get(method.getParameterTypes()[i]);
        }
        return arguments;
    }

    @Test
    void everythingThatHappens_isToldToEach() throws Exception {
        Telemetry all = CompositeTelemetry.of(hearing(), hearing());

        for (Method news : Telemetry.class.getMethods()) {
            heard.clear();
            news.invoke(all, argumentsOf(news));
            assertThat(heard).containsExactly(news.getName(), news.getName());
        }
    }

    @Test
    void listenerThatThrows_harmsNeitherTheOthersNorTheCaller() {
        Telemetry all = CompositeTelemetry.of(failing(), hearing());

        all.commitAborted(1, Duration.ofMillis(100));
        all.commitAborted(1, Duration.ofMillis(200));

        assertThat(heard).hasSize(2);
    }
}
