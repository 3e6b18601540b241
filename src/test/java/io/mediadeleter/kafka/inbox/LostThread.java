package io.mediadeleter.kafka.inbox;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Field;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Has a consumer of the consumer protocol lose its own thread; for an error that ends it would have to come twice. */
final class LostThread {

    private LostThread() {}

    /** Returns when it has ended. */
    static void of(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException, IOException {
        Object events = field(field(consumer, "delegate"), "applicationEventHandler");
        ((Closeable) field(events, "networkThread")).close();
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
