package io.mediadeleter.kafka.partitions;

import io.mediadeleter.fixture.StoppedTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/**
 * A client of Kafka's whose thread an error ends while it sends a question: that one is never answered, and each later one is
 * refused. Whoever waits for it lets its time pass.
 */
final class Unanswered {

    private static final class Topics extends DescribeTopicsResult {
        Topics(Map<String, KafkaFuture<TopicDescription>> answers) {
            super(null, answers);
        }
    }

    private final int answerless;
    private final StoppedTime time;
    private int questions;

    private Unanswered(int answerless, StoppedTime time) {
        this.answerless = answerless;
        this.time = time;
    }

    /** One that leaves so many questions without an answer, and then is found dead. */
    static Admin dying(int answerless, StoppedTime time) {
        return new Unanswered(answerless, time).admin();
    }

    /** One that answers nothing. */
    static Admin silent(StoppedTime time) {
        return new Unanswered(Integer.MAX_VALUE, time).admin();
    }

    private Admin admin() {
        return (Admin) Proxy.newProxyInstance(
                Unanswered.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    questions++;
                    return switch (method.getName()) {
                        case "describeTopics" -> new Topics(all((Collection<?>) arguments[0], String.class::cast));
                        case "listOffsets" ->
                            new ListOffsetsResult(all(((Map<?, ?>) arguments[0]).keySet(), TopicPartition.class::cast));
                        default -> null;
                    };
                });
    }

    private <K, A> Map<K, KafkaFuture<A>> all(Collection<?> asked, Function<Object, K> key) {
        return asked.stream().map(key).collect(Collectors.toMap(Function.identity(), each -> answer()));
    }

    private <A> KafkaFuture<A> answer() {
        if (questions <= answerless) {
            return new Never<>(time);
        }
        KafkaFutureImpl<A> refused = new KafkaFutureImpl<>();
        refused.completeExceptionally(new org.apache.kafka.common.errors.TimeoutException(
                "The AdminClient thread has exited. Call: describeTopics"));
        return refused;
    }

    private static final class Never<A> extends KafkaFutureImpl<A> {

        private final StoppedTime time;

        Never(StoppedTime time) {
            this.time = time;
        }

        @Override
        public A get(long timeout, TimeUnit unit) throws TimeoutException {
            time.pass(Duration.ofNanos(unit.toNanos(timeout)));
            throw new TimeoutException();
        }
    }
}
