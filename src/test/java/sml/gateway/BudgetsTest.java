package sml.gateway;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Everything stays small enough to be read in one go. */
class BudgetsTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");
  private static final Path ROOMS = MAIN.resolve("sml/gateway");
  // the words every room shares; they are many by nature
  private static final Path CHAT = ROOMS.resolve("chat");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("(?m)^public [a-z -]*(class|record|interface|enum|@interface) ");

  @Test
  void aJavaFileHasAtMost300Lines() throws IOException {
    assertThat(longerThan(300, javaFiles())).isEmpty();
  }

  @Test
  void aMethodHasAtMost40Lines() throws IOException {
    assertThat(methodsLongerThan(40, javaFiles())).isEmpty();
  }

  @Test
  void aPackageHasAtMost30Files() throws IOException {
    var sizes = javaFiles().stream().collect(groupingBy(Path::getParent, counting()));
    assertThat(sizes).allSatisfy((folder, files) -> assertThat(files).isLessThanOrEqualTo(30));
  }

  @Test
  void aRoomShowsAtMost12PublicTypes() throws IOException {
    var faces =
        files(ROOMS, ".java").stream()
            .filter(file -> ROOMS.relativize(file).getNameCount() == 2)
            .filter(file -> PUBLIC_TYPE.matcher(read(file)).find())
            .collect(groupingBy(Path::getParent, counting()));
    faces.remove(CHAT);
    assertThat(faces).isNotEmpty();
    assertThat(faces).allSatisfy((room, types) -> assertThat(types).isLessThanOrEqualTo(12));
  }

  @Test
  void aPageOfDocumentationStaysAPage() throws IOException {
    assertThat(longerThan(150, List.of(Path.of("README.md")))).isEmpty();
    assertThat(longerThan(150, List.of(Path.of("docs/architecture.md")))).isEmpty();
    var decisions = files(Path.of("docs/decisions"), ".md");
    assertThat(decisions).isNotEmpty();
    assertThat(longerThan(40, decisions)).isEmpty();
  }

  private static List<String> longerThan(int most, List<Path> files) {
    return files.stream()
        .map(file -> new Length(file.toString(), read(file).lines().count()))
        .filter(length -> length.lines() > most)
        .map(Length::toString)
        .toList();
  }

  private static List<String> methodsLongerThan(int most, List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var sources = compiler.getStandardFileManager(null, null, null);
    var task =
        (JavacTask)
            compiler.getTask(
                null, sources, null, List.of(), null, sources.getJavaFileObjectsFromPaths(files));
    var tooLong = new ArrayList<String>();
    var ruler = new Ruler(Trees.instance(task), most, tooLong);
    for (var file : task.parse()) {
      ruler.scan(file, file);
    }
    return tooLong;
  }

  private static List<Path> javaFiles() throws IOException {
    return Stream.concat(files(MAIN, ".java").stream(), files(TEST, ".java").stream()).toList();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  private record Length(String what, long lines) {
    @Override
    public String toString() {
      return what + " has " + lines + " lines";
    }
  }

  /** Measures methods from their signature to their closing brace; annotations may hold tables. */
  private static final class Ruler extends TreePathScanner<Void, CompilationUnitTree> {
    private final Trees trees;
    private final int most;
    private final List<String> tooLong;

    Ruler(Trees trees, int most, List<String> tooLong) {
      this.trees = trees;
      this.most = most;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, CompilationUnitTree file) {
      var lines = file.getLineMap();
      var positions = trees.getSourcePositions();
      var start = method.getReturnType() == null ? method.getBody() : method.getReturnType();
      long first = lines.getLineNumber(positions.getStartPosition(file, start));
      long last = lines.getLineNumber(positions.getEndPosition(file, method));
      var length =
          new Length(file.getSourceFile().getName() + " " + method.getName(), last - first + 1);
      if (length.lines() > most) {
        tooLong.add(length.toString());
      }
      return super.visitMethod(method, file);
    }
  }
}
