package io.mediadeleter.vod;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;

/** What a server does once it has read a request. Leaving the socket open means that it reads the next one. */
interface Behaviour {

    String SUCCESS = "{\"Response\":{\"RequestId\":\"req-1\"}}";

    void answer(Socket socket) throws IOException;

    static Behaviour success() {
        return body(SUCCESS);
    }

    static Behaviour body(String json) {
        return status("200 OK", json);
    }

    static Behaviour status(String status, String body, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        Arrays.stream(headers).forEach(header -> answer.append(header).append("\r\n"));
        return raw(answer + "Content-Type: application/json\r\nContent-Length: " + body.getBytes(UTF_8).length
                + "\r\n\r\n" + body);
    }

    static Behaviour raw(String bytes) {
        return socket -> socket.getOutputStream().write(bytes.getBytes(UTF_8));
    }

    /** A status with its body in gzip. */
    static Behaviour packed(String status, String body) {
        return socket -> {
            Buffer packed = new Buffer();
            try (BufferedSink gzip = Okio.buffer(new GzipSink(packed))) {
                gzip.writeUtf8(body);
            }
            raw("HTTP/1.1 " + status + "\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                    .answer(socket);
            packed.copyTo(socket.getOutputStream());
        };
    }

    /** Says nothing until the client has gone. */
    static Behaviour silence() {
        return socket -> socket.getInputStream().read();
    }

    static Behaviour hangUp() {
        return Socket::close;
    }

    /** Closes with an RST in place of a FIN. */
    static Behaviour reset() {
        return socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    /** One byte each 20 ms, for as long as the client listens. */
    static Behaviour drip() {
        return socket -> {
            raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").answer(socket);
            socket.setSoTimeout(20);
            while (isListening(socket)) {
                socket.getOutputStream().write(' ');
            }
        };
    }

    /** Bytes without an end, as fast as the client takes them. */
    static Behaviour flood(String head) {
        return socket -> {
            raw(head).answer(socket);
            byte[] spaces = " ".repeat(8192).getBytes(UTF_8);
            while (!socket.isClosed()) {
                socket.getOutputStream().write(spaces);
            }
        };
    }

    /** Waits for the socket's timeout. */
    private static boolean isListening(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }
}
