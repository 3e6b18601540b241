package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaFailureTest {

    @Test
    void controllersPort_isCalledOne() {
        Throwable told = new ExecutionException(new UnsupportedVersionException("The node does not support METADATA"));

        assertThat(KafkaFailure.of("localhost:9093", "list the topics", told))
                .hasMessageContainingAll(
                        "Cannot list the topics at localhost:9093", "a KRaft controller's", "bootstrap-servers");
    }

    @Test
    void whatAnOldBrokerLacks_isNotTakenForThat() {
        Throwable told = new UnsupportedVersionException("The node does not support LIST_TRANSACTIONS");

        assertThat(KafkaFailure.reason(told)).isEqualTo(told.getMessage());
    }
}
