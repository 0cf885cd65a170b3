package sml.gateway.shared;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A replica without Valkey: there is nobody to tell anything. */
final class Alone implements Commons {
  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public String me() {
    return "";
  }

  @Override
  public int replicas() {
    return 1;
  }

  @Override
  public void join(Memo memo) {}

  @Override
  public void changed(Memo memo, String key) {}

  @Override
  public void tell(Memo memo, String key, String text) {}

  @Override
  public @Nullable List<Long> ask(Lua script, List<String> keys, List<String> arguments) {
    return null;
  }

  @Override
  public CompletableFuture<List<Long>> askAside(
      Lua script, List<String> keys, List<String> arguments) {
    return CompletableFuture.failedFuture(new IllegalStateException("no Valkey is set"));
  }
}
