package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreChangedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digests over the tags of all rows: a bucket for the first two bytes of an id, a node for the
 * first one, and the root. Proving one row reads its bucket and the digests beside its path,
 * however many rows there are.
 */
final class HashTree {
  private static final int BUCKET_BITS = 16;
  private static final int FAN_OUT = 256;
  private static final int INNER = 1;
  private static final int BUCKETS = 2;

  /** Ids are random: a bucket of so many rows is none that Kekkai filled. */
  private static final int MAX_ROWS = 100_000;

  private static final int PAGE = 500;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private static final String ROWS =
      "select id, row_tag from dek where id >= ? and id <= ? order by id limit ?";
  private static final String IDS = "select id from dek order by id limit 5000";
  private static final String IDS_AFTER = "select id from dek where id > ? order by id limit 5000";
  private static final String NODES =
      "select node, digest from dek_node where depth = ? and node >= ? and node <= ?";
  private static final String CHANGE =
      "update dek_node set digest = ? where depth = ? and node = ?";
  private static final String CHANGE_ALL =
      "update dek_node set digest = n.digest from unnest(?::text[], ?::int2[], ?::int4[])"
          + " as n (digest, depth, node) where dek_node.depth = n.depth and dek_node.node = n.node";
  private static final String ADD = "insert into dek_node (digest, depth, node) values (?, ?, ?)";
  private static final String REMOVE = "delete from dek_node where depth = ? and node = ?";

  private final Connection connection;
  private final SortedMap<Integer, String> top;
  private final SortedMap<Integer, SortedMap<Integer, String>> inner = new TreeMap<>();
  private Buckets rows = new Buckets();
  private final List<Node> added = new ArrayList<>();
  private final List<Node> changed = new ArrayList<>();
  private final List<Node> removed = new ArrayList<>();

  /** A digest to be written. */
  private record Node(int depth, int number, @Nullable String digest) {}

  private HashTree(Connection connection) throws SQLException {
    this.connection = connection;
    this.top = nodes(INNER, 0, FAN_OUT - 1);
  }

  /**
   * Reads the paths of some rows and proves them.
   *
   * @param ids of the rows, there or not
   * @throws StoreChangedException when a row on the path, a digest or the root is not the one
   *     expected
   */
  static HashTree proved(Connection connection, String root, Collection<UUID> ids)
      throws SQLException {
    HashTree tree = new HashTree(connection);
    require(root, tree.root(), "the root");
    tree.rows = tree.read(ids);
    for (int bucket : buckets(ids)) {
      int node = bucket / FAN_OUT;
      SortedMap<Integer, String> children = tree.inner.get(node);
      if (children == null) {
        children = tree.nodes(BUCKETS, node * FAN_OUT, node * FAN_OUT + FAN_OUT - 1);
        require(tree.top.get(node), inner(children), "a node");
        tree.inner.put(node, children);
      }
      require(children.get(bucket), tree.rows.digest(bucket), "a bucket");
    }
    return tree;
  }

  /**
   * Brings the paths up to date; the new root. What was proved counts, and what was written since:
   * nothing is read again, or a row that somebody else put back in between would be taken over.
   *
   * @param written tags of the rows that were written, which are among those proved
   */
  String update(Map<UUID, String> written) throws SQLException {
    written.forEach(rows::put);
    for (int bucket : buckets(written.keySet())) {
      SortedMap<Integer, String> children =
          Objects.requireNonNull(inner.get(bucket / FAN_OUT), "proved");
      set(children, BUCKETS, bucket, rows.digest(bucket));
    }
    for (Map.Entry<Integer, SortedMap<Integer, String>> node : inner.entrySet()) {
      set(top, INNER, node.getKey(), inner(node.getValue()));
    }
    write();
    return root();
  }

  /** The root over all rows there are, with all digests made anew. */
  static String build(Connection connection) throws SQLException {
    Jdbc.update(connection, "delete from dek_node", statement -> {});
    HashTree tree = new HashTree(connection);
    SortedSet<Integer> buckets = new TreeSet<>();
    UUID last = null;
    List<UUID> page = ids(connection, null);
    while (!page.isEmpty()) {
      buckets.addAll(buckets(page));
      last = page.get(page.size() - 1);
      page = ids(connection, last);
    }
    for (int bucket : buckets) {
      SortedMap<Integer, String> children =
          tree.inner.computeIfAbsent(bucket / FAN_OUT, node -> new TreeMap<>());
      tree.set(children, BUCKETS, bucket, tree.read(bucket).digest(bucket));
    }
    for (Map.Entry<Integer, SortedMap<Integer, String>> node : tree.inner.entrySet()) {
      tree.set(tree.top, INNER, node.getKey(), inner(node.getValue()));
    }
    tree.write();
    return tree.root();
  }

  /** The root over all rows there are; each row is shown to a visitor, in order of id. */
  static String rootOfAll(Connection connection, DekStore.RowVisitor visitor)
      throws SQLException, TokenException {
    SortedMap<Integer, String> top = new TreeMap<>();
    SortedMap<Integer, String> children = new TreeMap<>();
    Buckets rows = new Buckets();
    int bucket = -1;
    List<DekRecord> page = DekRow.page(connection, null, PAGE);
    while (!page.isEmpty()) {
      for (DekRecord row : page) {
        visitor.row(row);
        int next = Buckets.of(row.id());
        if (next != bucket) {
          close(bucket, rows, children);
          if (bucket >= 0 && next / FAN_OUT != bucket / FAN_OUT) {
            close(bucket / FAN_OUT, children, top);
            children = new TreeMap<>();
          }
          rows = new Buckets();
          bucket = next;
        }
        rows.put(row.id(), row.tag().mac());
      }
      page = DekRow.page(connection, page.get(page.size() - 1).id(), PAGE);
    }
    close(bucket, rows, children);
    if (bucket >= 0) {
      close(bucket / FAN_OUT, children, top);
    }
    return Objects.requireNonNullElse(inner(top), "");
  }

  private static void close(int bucket, Buckets rows, Map<Integer, String> children) {
    String digest = bucket < 0 ? null : rows.digest(bucket);
    if (digest != null) {
      children.put(bucket, digest);
    }
  }

  private static void close(int node, Map<Integer, String> children, Map<Integer, String> top) {
    String digest = inner(children);
    if (digest != null) {
      top.put(node, digest);
    }
  }

  private static List<UUID> ids(Connection connection, @Nullable UUID after) throws SQLException {
    return Jdbc.query(
        connection,
        after == null ? IDS : IDS_AFTER,
        statement -> {
          if (after != null) {
            statement.setObject(1, after);
          }
        },
        row -> row.getObject("id", UUID.class));
  }

  private String root() {
    return Objects.requireNonNullElse(inner(top), "");
  }

  static void require(@Nullable String expected, @Nullable String is, String what) {
    if (!Objects.equals(expected, is)) {
      throw new StoreChangedException(
          what
              + " of the digests over its rows is not what it was. A row was changed, put back or"
              + " deleted");
    }
  }

  private static SortedSet<Integer> buckets(Collection<UUID> ids) {
    SortedSet<Integer> buckets = new TreeSet<>();
    ids.forEach(id -> buckets.add(Buckets.of(id)));
    return buckets;
  }

  /**
   * The rows of some buckets: at once where they are neighbours, as in a batch in order of id, and
   * bucket by bucket else.
   */
  private Buckets read(Collection<UUID> ids) throws SQLException {
    SortedSet<Integer> wanted = buckets(ids);
    int limit = 4 * ids.size() + FAN_OUT;
    Buckets found = read(wanted.first(), wanted.last(), limit);
    if (found.count() == limit) {
      found = new Buckets();
      for (int bucket : wanted) {
        found.putAll(read(bucket));
      }
    }
    return found;
  }

  private Buckets read(int bucket) throws SQLException {
    Buckets found = read(bucket, bucket, MAX_ROWS);
    if (found.count() == MAX_ROWS) {
      throw new StoreChangedException("a bucket of the digests has " + MAX_ROWS + " rows and more");
    }
    return found;
  }

  private Buckets read(int from, int to, int limit) throws SQLException {
    Buckets found = new Buckets();
    Jdbc.query(
        connection,
        ROWS,
        statement -> {
          statement.setObject(1, new UUID((long) from << (64 - BUCKET_BITS), 0));
          statement.setObject(
              2, new UUID((long) to << (64 - BUCKET_BITS) | (-1L >>> BUCKET_BITS), -1));
          statement.setInt(3, limit);
        },
        row -> found.put(row.getObject("id", UUID.class), tag(row.getString("row_tag"))));
    return found;
  }

  private static String tag(@Nullable String column) {
    return column == null ? "" : column;
  }

  /** Null for a node without children. */
  private static @Nullable String inner(Map<Integer, String> children) {
    if (children.isEmpty()) {
      return null;
    }
    MessageDigest digest = sha256((byte) 1);
    children.forEach(
        (node, child) -> {
          digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(node).array());
          digest.update(child.getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256(byte domain) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(domain);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no SHA-256", e);
    }
  }

  private SortedMap<Integer, String> nodes(int depth, int first, int last) throws SQLException {
    SortedMap<Integer, String> found = new TreeMap<>();
    Jdbc.query(
        connection,
        NODES,
        statement -> {
          statement.setInt(1, depth);
          statement.setInt(2, first);
          statement.setInt(3, last);
        },
        row -> found.put(row.getInt("node"), digest(row.getString("digest"))));
    return found;
  }

  /** Of one length, or digests and numbers could be cut in another way. */
  private static String digest(@Nullable String column) {
    if (column == null || !DIGEST.matcher(column).matches()) {
      throw new StoreChangedException("the table dek_node holds what is no digest");
    }
    return column;
  }

  private void set(SortedMap<Integer, String> nodes, int depth, int node, @Nullable String digest) {
    String before = digest == null ? nodes.remove(node) : nodes.put(node, digest);
    if (!Objects.equals(digest, before)) {
      List<Node> nodesToWrite = digest == null ? removed : before == null ? added : changed;
      nodesToWrite.add(new Node(depth, node, digest));
    }
  }

  /** All of them in three round trips at most. */
  private void write() throws SQLException {
    if (!added.isEmpty()) {
      Jdbc.batch(connection, ADD, added, HashTree::bind);
    }
    if (!changed.isEmpty()) {
      change();
    }
    if (!removed.isEmpty()) {
      Jdbc.batch(connection, REMOVE, removed, HashTree::bind);
    }
  }

  /** On PostgreSQL in one statement, since a batch of rows may change as many nodes. */
  private void change() throws SQLException {
    if (!Durability.isPostgreSql(connection)) {
      Jdbc.batch(connection, CHANGE, changed, HashTree::bind);
      return;
    }
    Object[] digests = changed.stream().map(Node::digest).toArray();
    Object[] depths = changed.stream().map(Node::depth).toArray();
    Object[] numbers = changed.stream().map(Node::number).toArray();
    Jdbc.update(
        connection,
        CHANGE_ALL,
        statement -> {
          statement.setArray(1, connection.createArrayOf("text", digests));
          statement.setArray(2, connection.createArrayOf("int2", depths));
          statement.setArray(3, connection.createArrayOf("int4", numbers));
        });
  }

  private static void bind(PreparedStatement statement, Node node) throws SQLException {
    int i = 1;
    if (node.digest() != null) {
      statement.setString(i++, node.digest());
    }
    statement.setInt(i++, node.depth());
    statement.setInt(i, node.number());
  }
}
