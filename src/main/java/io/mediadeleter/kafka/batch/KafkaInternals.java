package io.mediadeleter.kafka.batch;

import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.HostResolver;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.MetadataUpdater;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the Kafka client can do and does not offer: a connection that speaks the protocol, with the operator's security, a
 * batch as a stream, what a consumer has fetched and not decoded yet, and what it knows of the cluster. By reflection, as some of these types are in
 * another package with every minor version.
 */
final class KafkaInternals {

    private static final String UTILS = "org.apache.kafka.common.utils.";
    private static final List<String> PACKAGES = List.of(UTILS + "internals.", UTILS);
    private static final int ONE_REQUEST = 1;

    private KafkaInternals() {}

    /**
     * A client that knows this one node.
     *
     * @throws KafkaException when it cannot be made now, such as without a file descriptor for it
     */
    static KafkaClient client(Map<String, Object> consumerConfig, Node node, Metrics metrics) {
        ConsumerConfig config = new ConsumerConfig(consumerConfig);
        try {
            Class<?> logContext = type("LogContext");
            Class<?> time = type("Time");
            Map<Class<?>, @Nullable Object> known = new HashMap<>();
            known.put(AbstractConfig.class, config);
            known.put(List.class, config.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
            known.put(String.class, config.getString(ConsumerConfig.CLIENT_ID_CONFIG) + "-batch");
            known.put(Metrics.class, metrics);
            known.put(logContext, logContext.getConstructor().newInstance());
            known.put(ApiVersions.class, new ApiVersions());
            known.put(time, time.getField("SYSTEM").get(null));
            known.put(MetadataUpdater.class, new ManualMetadataUpdater(List.of(node)));
            known.put(HostResolver.class, new DefaultHostResolver());
            int requestTimeout = config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG);
            Method factory = Arrays.stream(ClientUtils.class.getMethods())
                    .filter(method -> method.getName().equals("createNetworkClient"))
                    .filter(method -> List.of(method.getParameterTypes()).contains(MetadataUpdater.class))
                    .findFirst()
                    .orElseThrow(NoSuchMethodException::new);
            return (KafkaClient) factory.invoke(null, arguments(factory, known, requestTimeout));
        } catch (InvocationTargetException failed) {
            throw new KafkaException(
                    "no connection for reading batches: " + root(failed).getMessage(), failed.getCause());
        } catch (ReflectiveOperationException changed) {
            throw new UnsupportedOperationException("this version of the Kafka client makes no connection", changed);
        }
    }

    /**
     * What a consumer has fetched of a partition.
     *
     * @param from the offset that is read next
     */
    record Fetched(TopicPartition partition, long from, Iterable<? extends RecordBatch> batches) {}

    /**
     * Of what a consumer has fetched, the part that it decodes; one that failed in its midst is otherwise gone on with.
     *
     * @param drain has a fetch count as read, and closes its stream, which of zstd has memory that nothing else gives back
     */
    record Decoded(Object buffer, Field fetch, Method drain) {

        /** It stays where it is: the client's own thread may be looking at it, and goes on from one that is read. */
        void forget(Collection<TopicPartition> partitions) {
            try {
                Object begun = fetch.get(buffer);
                if (begun != null && partitions.contains(partition(begun))) {
                    drain.invoke(begun);
                }
            } catch (ReflectiveOperationException changed) {
                throw new UnsupportedOperationException("this version of the Kafka client shows no fetch", changed);
            }
        }
    }

    /** Has the consumer take what it fetched from this queue. */
    static Decoded queueFetches(KafkaConsumer<?, ?> consumer, ConcurrentLinkedQueue<Object> queue)
            throws ReflectiveOperationException {
        Object delegate = delegate(consumer);
        Object holder = delegate instanceof ClassicKafkaConsumer
                ? field(delegate, "fetcher").get(delegate)
                : delegate;
        Object buffer = field(holder, "fetchBuffer").get(holder);
        Field begun = field(buffer, "nextInLineFetch");
        Method drain = begun.getType().getDeclaredMethod("drain");
        drain.setAccessible(true);
        field(buffer, "completedFetches").set(buffer, queue);
        return new Decoded(buffer, begun, drain);
    }

    /** What a consumer knows of the cluster. */
    static Metadata metadata(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException {
        Object delegate = delegate(consumer);
        return (Metadata) field(delegate, "metadata").get(delegate);
    }

    /** Which requests the brokers know that a consumer has asked; null for the consumer protocol, where all know all that matters. */
    static @Nullable ApiVersions versions(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException {
        Object delegate = delegate(consumer);
        if (delegate instanceof ClassicKafkaConsumer) {
            Object fetcher = field(delegate, "fetcher").get(delegate);
            return (ApiVersions) field(fetcher, "apiVersions").get(fetcher);
        }
        return null;
    }

    /** The thread of its own that a consumer has; null for a classic one. */
    static @Nullable Thread thread(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException {
        Object delegate = delegate(consumer);
        if (delegate instanceof ClassicKafkaConsumer) {
            return null;
        }
        Object events = field(delegate, "applicationEventHandler").get(delegate);
        return (Thread) field(events, "networkThread").get(events);
    }

    private static Object delegate(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException {
        return field(consumer, "delegate").get(consumer);
    }

    private static TopicPartition partition(Object fetch) throws ReflectiveOperationException {
        return (TopicPartition) field(fetch, "partition").get(fetch);
    }

    /** What stands in such a queue. */
    static Fetched fetched(Object fetch) {
        try {
            FetchResponseData.PartitionData data = (FetchResponseData.PartitionData)
                    field(fetch, "partitionData").get(fetch);
            return new Fetched(
                    partition(fetch),
                    field(fetch, "nextFetchOffset").getLong(fetch),
                    FetchResponse.recordsOrFail(data).batches());
        } catch (ReflectiveOperationException changed) {
            throw new UnsupportedOperationException("this version of the Kafka client shows no fetch", changed);
        }
    }

    /** Of its class, or of one that this extends. */
    private static Field field(Object of, String name) throws NoSuchFieldException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(name + " in " + of.getClass());
    }

    /** The batch's records, decompressed as they are read. */
    static InputStream stream(DefaultRecordBatch batch) {
        try {
            Class<?> supplier = type("BufferSupplier");
            Object noCaching = supplier.getField("NO_CACHING").get(null);
            return (InputStream) DefaultRecordBatch.class
                    .getMethod("recordInputStream", supplier)
                    .invoke(batch, noCaching);
        } catch (ReflectiveOperationException changed) {
            throw new UnsupportedOperationException("this version of the Kafka client opens no batch", changed);
        }
    }

    /** By their types; what is not known is null. The first number is of requests in flight, the second a time-out. */
    private static @Nullable Object[] arguments(Method factory, Map<Class<?>, @Nullable Object> known, int timeout) {
        Class<?>[] types = factory.getParameterTypes();
        @Nullable Object[] arguments = new Object[types.length];
        boolean first = true;
        for (int i = 0; i < types.length; i++) {
            arguments[i] = types[i] == int.class ? (Object) (first ? ONE_REQUEST : timeout) : known.get(types[i]);
            first = first && types[i] != int.class;
        }
        return arguments;
    }

    private static Throwable root(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        ClassNotFoundException missing = new ClassNotFoundException(name);
        for (String prefix : PACKAGES) {
            try {
                return Class.forName(prefix + name);
            } catch (ClassNotFoundException elsewhere) {
                missing.addSuppressed(elsewhere);
            }
        }
        throw missing;
    }
}
