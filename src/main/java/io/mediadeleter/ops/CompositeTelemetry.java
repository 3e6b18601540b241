package io.mediadeleter.ops;

import io.mediadeleter.pipeline.port.Telemetry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells several listeners. One that throws harms neither the others nor the engine; its first failure is logged, those
 * after it are not, since there may be one with every call. Thread-safe.
 *
 * <p>A proxy, so that a method added to {@link Telemetry} cannot be forgotten here.
 */
public final class CompositeTelemetry implements InvocationHandler {

    private static final Logger log = LoggerFactory.getLogger(CompositeTelemetry.class);

    private final List<Telemetry> listeners;
    private final Set<Telemetry> failed = ConcurrentHashMap.newKeySet();

    private CompositeTelemetry(List<Telemetry> listeners) {
        this.listeners = listeners;
    }

    public static Telemetry of(Telemetry first, Telemetry... others) {
        List<Telemetry> listeners =
                Stream.concat(Stream.of(first), Stream.of(others)).toList();
        return (Telemetry) Proxy.newProxyInstance(
                CompositeTelemetry.class.getClassLoader(),
                new Class<?>[] {Telemetry.class},
                new CompositeTelemetry(listeners));
    }

    @Override
    public @Nullable Object invoke(Object self, Method event, Object @Nullable [] arguments) throws Throwable {
        if (event.getDeclaringClass() == Object.class) {
            return event.invoke(this, arguments);
        }
        for (Telemetry listener : listeners) {
            try {
                event.invoke(listener, arguments);
            } catch (InvocationTargetException thrown) {
                Throwable cause = Objects.requireNonNull(thrown.getCause());
                if (!(cause instanceof RuntimeException)) {
                    throw cause;
                }
                if (failed.add(listener)) {
                    log.error(
                            "{} fails; further failures of it are not logged",
                            listener.getClass().getSimpleName(),
                            cause);
                }
            }
        }
        return null;
    }
}
