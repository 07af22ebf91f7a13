package dev.kekkai.keyserver.audit.witness;

import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.syslog.SyslogMessage;
import dev.kekkai.keyserver.syslog.SyslogSender;
import dev.kekkai.keyserver.syslog.SyslogTarget;
import java.io.IOException;
import java.util.List;

/** One message for each seal, with the seal's line as its text. */
final class SyslogSink implements SealSink {
  private final SyslogTarget target;
  private final SyslogSender sender;

  SyslogSink(SyslogTarget target) {
    this.target = target;
    this.sender = SyslogSender.to(target);
  }

  @Override
  public String name() {
    return target.toString();
  }

  @Override
  public void send(List<SignedSeal> seals) throws IOException {
    for (SignedSeal seal : seals) {
      sender.send(
          new SyslogMessage(
              SyslogMessage.Severity.NOTICE,
              seal.seal().time(),
              seal.seal().server(),
              "seal",
              AuditJson.line(seal)));
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
