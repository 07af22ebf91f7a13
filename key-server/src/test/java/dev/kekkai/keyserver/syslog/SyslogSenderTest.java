package dev.kekkai.keyserver.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.syslog.SyslogMessage.Severity;
import dev.kekkai.keyserver.syslog.SyslogTarget.Transport;
import java.io.IOException;
import java.math.BigInteger;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Messages as RFC 5424, 5425, 5426 and 6587 have them. */
class SyslogSenderTest {
  private static final Instant TIME = Instant.parse("2026-12-01T10:00:00.123456789Z");
  private static final long PID = ProcessHandle.current().pid();

  private static SyslogMessage message(String text) {
    return new SyslogMessage(Severity.ALERT, TIME, "server-1", "alarm", text);
  }

  private static String header(String server) {
    return "<105>1 2026-12-01T10:00:00.123456Z " + server + " kekkai " + PID + " alarm - ";
  }

  private static String encoded(SyslogMessage message) {
    return new String(message.encoded(), StandardCharsets.UTF_8);
  }

  @Test
  void a_message_has_its_parts() {
    assertThat(encoded(message("too much"))).isEqualTo(header("server-1") + "too much");
  }

  @Test
  void what_is_not_ascii_is_marked_as_utf8() {
    assertThat(encoded(message("zu viel: 結界"))).isEqualTo(header("server-1") + "\ufeffzu viel: 結界");
  }

  @Test
  void nobody_begins_a_second_message_in_the_first() {
    SyslogMessage message =
        new SyslogMessage(Severity.ALERT, TIME, "ser ver\n1", "alarm", "a\n<105>1 b\rc\0d");
    assertThat(encoded(message)).isEqualTo(header("ser?ver?1") + "a <105>1 b c d");
    assertThatThrownBy(() -> new SyslogMessage(Severity.ALERT, TIME, "s", "a b", "x"))
        .hasMessage("A message id is 1 to 32 printable ASCII characters");
  }

  @Test
  void a_target_has_a_port() {
    assertThatThrownBy(() -> new SyslogTarget(Transport.TCP, "h", 0, null))
        .hasMessage("A port is 1 to 65535, not 0");
  }

  @Test
  void udp_sends_a_datagram_each() throws Exception {
    try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        SyslogSender sender = SyslogSender.to(target(Transport.UDP, collector.getLocalPort()))) {
      collector.setSoTimeout(10_000);
      for (String text : new String[] {"one", "two"}) {
        sender.send(message(text));
        assertThat(datagram(collector)).isEqualTo(header("server-1") + text);
      }
    }
  }

  @Test
  void what_is_too_long_for_a_datagram_is_cut_between_characters() throws Exception {
    try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        SyslogSender sender = SyslogSender.to(target(Transport.UDP, collector.getLocalPort()))) {
      collector.setSoTimeout(10_000);
      for (String begin : new String[] {"", "x", "xx"}) {
        String text = begin + "結".repeat(1000);
        sender.send(message(text));
        String cut = datagram(collector);
        assertThat(header("server-1") + "\ufeff" + text).startsWith(cut);
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(2046, 2048);
      }
    }
  }

  private static String datagram(DatagramSocket collector) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    collector.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private static SyslogTarget target(Transport transport, int port) {
    return new SyslogTarget(transport, "127.0.0.1", port, null);
  }

  @Test
  void tcp_counts_the_octets_of_each_message() throws Exception {
    try (Collector collector = Collector.tcp();
        SyslogSender sender = SyslogSender.to(target(Transport.TCP, collector.port()))) {
      sender.send(message("one"));
      sender.send(message("結界"));
      assertThat(collector.next()).isEqualTo(header("server-1") + "one");
      assertThat(collector.next()).isEqualTo(header("server-1") + "\ufeff結界");
    }
  }

  @Test
  void a_connection_that_was_closed_is_made_anew_and_nothing_is_missing() throws Exception {
    try (Collector collector = Collector.tcp();
        SyslogSender sender = SyslogSender.to(target(Transport.TCP, collector.port()))) {
      sender.send(message("one"));
      assertThat(collector.next()).endsWith("one");
      collector.hangUp();
      sendUntilTaken(sender, "two");
      assertThat(collector.next()).as("sent again: it may have been lost").endsWith("one");
      assertThat(collector.next()).endsWith("two");
    }
  }

  /** A connection that breaks while it is used fails once. */
  private static void sendUntilTaken(SyslogSender sender, String text) throws IOException {
    try {
      sender.send(message(text));
    } catch (IOException e) {
      sender.send(message(text));
    }
  }

  @Test
  void nobody_there_is_a_failure_and_later_somebody_is() throws Exception {
    int port;
    // without anybody in accept(), who would keep it open for a moment
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (SyslogSender sender = SyslogSender.to(target(Transport.TCP, port))) {
      assertThatThrownBy(() -> sender.send(message("one"))).isInstanceOf(IOException.class);
      try (Collector collector =
          new Collector(new ServerSocket(port, 5, InetAddress.getLoopbackAddress()))) {
        sender.send(message("one"));
        assertThat(collector.next()).endsWith("one");
      }
    }
  }

  @Test
  void tls_sends_to_who_has_a_certificate_for_the_name() throws Exception {
    try (Collector collector = tls("localhost");
        SyslogSender sender =
            SyslogSender.to(
                new SyslogTarget(Transport.TLS, "localhost", collector.port(), trust))) {
      sender.send(message("secret"));
      assertThat(collector.next()).endsWith("secret");
    }
  }

  @Test
  void tls_sends_nothing_to_another_name_or_to_who_is_not_trusted() throws Exception {
    try (Collector collector = tls("other.example")) {
      try (SyslogSender sender =
          SyslogSender.to(new SyslogTarget(Transport.TLS, "localhost", collector.port(), trust))) {
        assertThatThrownBy(() -> sender.send(message("secret"))).isInstanceOf(IOException.class);
      }
      try (SyslogSender sender =
          SyslogSender.to(new SyslogTarget(Transport.TLS, "localhost", collector.port(), null))) {
        assertThatThrownBy(() -> sender.send(message("secret"))).isInstanceOf(IOException.class);
      }
    }
  }

  private SSLContext trust;

  /** A collector with a certificate for a name, which {@link #trust} trusts. */
  private Collector tls(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name);
    Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.ONE,
                        Date.from(Instant.EPOCH),
                        Date.from(Instant.parse("2100-01-01T00:00:00Z")),
                        subject,
                        keys.getPublic())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)))
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "x".toCharArray();
    store.setKeyEntry("k", keys.getPrivate(), password, new Certificate[] {certificate});
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(store, password);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(own.getKeyManagers(), null, null);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("c", certificate);
    TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
    trusts.init(trusted);
    trust = SSLContext.getInstance("TLS");
    trust.init(null, trusts.getTrustManagers(), null);
    return new Collector(
        server.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()));
  }
}
