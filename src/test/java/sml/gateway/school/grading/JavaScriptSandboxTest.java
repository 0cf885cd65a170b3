package sml.gateway.school.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.json.RawObject;
import sml.gateway.school.grading.JavaScriptSandbox.Run;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JavaScriptSandboxTest {
  private static final JavaScriptSandbox SANDBOX = new JavaScriptSandbox(Duration.ofSeconds(2));
  private static final JavaScriptSandbox HASTY = new JavaScriptSandbox(Duration.ofMillis(500));

  private static Run run(String code) {
    return run(SANDBOX, code);
  }

  private static Run run(JavaScriptSandbox sandbox, String code) {
    try {
      return sandbox.run(code, "f", RawObject.EXACT.readTree("[[3],[4]]"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String results(String code) {
    return run(code) instanceof Run.Returned returned ? returned.results().toString() : "failed";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "function f(n) { return n * n; } | [9,16]",
        "const f = (n) => [...Array(n).keys()].at(-1); | [2,3]",
        "class A { #x = 1; get x() { return this.#x; } } let f = n => new A().x + n; | [4,5]",
        "function f(n) { console.log('working'); return {n, half: n / 2}; } |"
            + " [{\"n\":3,\"half\":1.5},{\"n\":4,\"half\":2}]",
        "function f(n) { return 'ก๑'.repeat(n); } module.exports = f; | [\"ก๑ก๑ก๑\",\"ก๑ก๑ก๑ก๑\"]",
        "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); } | [2,3]",
        "var f = function (n) { try { null.x } catch (e) { return e instanceof TypeError } } |"
            + " [true,true]",
        "function f(n) { return n === 3 ? undefined : NaN } | [null,null]",
      })
  void ordinaryCodeReturnsItsResults(String code, String results) {
    assertThat(results(code)).isEqualTo(results);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "function f(n) { for (;;) {} }",
        "function f(n) { return /^(a+)+$/.test('a'.repeat(60) + 'b') }",
        "function f(n) { while (true) { try { [].x.y } catch (e) {} } }",
        "function f(n) { return f(n + 1) + 1 }",
        "function f(n) { let s = 'x'; while (true) s += s; }",
        "function f(n) { return 'x'.repeat(1e9).length }",
        "function f(n) { return new Array(1e9).fill(7).length }",
        "function f(n) { const a = []; while (true) a.push(new Array(10000).fill(7)) }",
        "function f(n) { return 'x'.repeat(200000) }",
        "function f(n) { throw new Error('no') }",
        "function f(n) { return (function g() { return Promise.resolve().then(g) })() && g() }",
        "def f(n): return n",
        "function g(n) { return n }",
        "",
      })
  void whatEndsBadlyFailsAndIsContained(String code) {
    assertThat(run(HASTY, code)).isInstanceOf(Run.Failed.class);
    assertThat(results("function f(n) { return n }")).isEqualTo("[3,4]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Packages",
        "java",
        "javax",
        "JavaImporter",
        "require",
        "process",
        "std",
        "os",
        "fetch",
        "XMLHttpRequest",
        "WebAssembly",
        "Javy",
        "load",
        "print",
        "scriptArgs",
        "Deno",
        "Bun",
      })
  void theMachineKnowsNothingOfItsHost(String name) {
    assertThat(results("function f(n) { return typeof " + name + " }"))
        .isEqualTo("[\"undefined\",\"undefined\"]");
  }

  @Test
  void anObjectLeadsNoFurtherThanTheMachine() {
    String code =
        "function f(n) { return typeof (function () {}).constructor('return this.java')() "
            + "+ typeof ({}).getClass + typeof exam.report.getClass }";
    assertThat(results(code))
        .isEqualTo("[\"undefinedundefinedundefined\",\"undefinedundefinedundefined\"]");
  }

  @Test
  void anInterruptSpoilsNoRunAndIsNotLost() {
    Thread.currentThread().interrupt();
    String results = results("function f(n) { return n }");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(results).isEqualTo("[3,4]");
  }

  @Test
  void aRunLeavesNothingToTheNext() {
    assertThat(results("globalThis.kept = 1; Array.prototype.map = 5; function f(n) { return n }"))
        .isEqualTo("failed");
    assertThat(results("function f(n) { return typeof kept }"))
        .isEqualTo("[\"undefined\",\"undefined\"]");
  }
}
