package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mediadeleter.config.Settings;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who can reach the pages. */
class OpsAddressTest {

    @Test
    void pages_areForThisMachineOnlyUnlessToldOtherwise() throws Exception {
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        assumeThat(other).isPresent();
        try (Operations operations = Operations.open(Settings.load(Map.of("MEDIA_DELETER_OPS_PORT", "0"), null))) {
            assertThatThrownBy(() -> new Socket(other.orElseThrow(), operations.port()).close())
                    .isInstanceOf(ConnectException.class);
            try (Socket loopback = new Socket(InetAddress.getLoopbackAddress(), operations.port())) {
                assertThat(loopback.isConnected()).isTrue();
            }
        }
    }

    @Test
    void pagesForAll_areReachedFromElsewhere() throws Exception {
        Map<String, String> open = Map.of("MEDIA_DELETER_OPS_PORT", "0", "MEDIA_DELETER_OPS_HOST", "0.0.0.0");
        try (Operations operations = Operations.open(Settings.load(open, null));
                Socket any = new Socket(InetAddress.getLocalHost(), operations.port())) {
            assertThat(any.isConnected()).isTrue();
        }
    }
}
