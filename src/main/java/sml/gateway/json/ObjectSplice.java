package sml.gateway.json;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject.Member;

/** Changes to the members of one object (or the elements of one array), commas included. */
public final class ObjectSplice {
  private final Splices splices;
  private final int open;
  private final List<Member> members;
  private final Set<Member> removed = new HashSet<>();
  private final ByteArrayOutputStream added = new ByteArrayOutputStream(0);

  /**
   * @param open place behind the opening bracket
   */
  public ObjectSplice(Splices splices, int open, List<Member> members) {
    this.splices = splices;
    this.open = open;
    this.members = members;
  }

  public void remove(Member member) {
    removed.add(member);
  }

  public void setValue(Member member, byte[] json) {
    byte[] source = splices.source();
    if (!Arrays.equals(source, member.valueStart(), member.valueEnd(), json, 0, json.length)) {
      splices.replace(member.valueStart(), member.valueEnd(), json);
    }
  }

  public void rename(Member member, String name) {
    splices.replace(member.start(), member.valueStart(), colon(JsonString.quote(name)));
  }

  /** Adds a last member. */
  public void add(String name, byte[] json) {
    addElement(colon(JsonString.quote(name)));
    added.writeBytes(json);
  }

  /** Adds a last element, for arrays. */
  public void addElement(byte[] json) {
    added.write(',');
    added.writeBytes(json);
  }

  /** Applies the removals and additions; call it once, last. */
  public void done() {
    Member kept = null;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (!removed.contains(member)) {
        kept = member;
      } else if (kept != null) {
        splices.remove(members.get(i - 1).valueEnd(), member.valueEnd());
      } else {
        boolean last = i + 1 == members.size();
        splices.remove(member.start(), last ? member.valueEnd() : members.get(i + 1).start());
      }
    }
    append(kept);
  }

  private void append(@Nullable Member lastKept) {
    byte[] more = added.toByteArray();
    if (more.length == 0) {
      return;
    }
    if (lastKept != null) {
      splices.insert(lastKept.valueEnd(), more);
    } else {
      splices.insert(open, Arrays.copyOfRange(more, 1, more.length));
    }
  }

  private static byte[] colon(byte[] name) {
    byte[] out = Arrays.copyOf(name, name.length + 1);
    out[name.length] = ':';
    return out;
  }
}
