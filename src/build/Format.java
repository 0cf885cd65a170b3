import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Formats every Java file below the given folders; the build runs it on JDK 25. */
class Format {
  public static void main(String... args) throws Exception {
    var check = args[0].equals("check");
    var options = new ArrayList<String>();
    options.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    for (var folder : List.of(args).subList(1, args.length)) {
      options.addAll(javaFiles(Path.of(folder)));
    }
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    var status = new Main(out, err, System.in).format(options.toArray(String[]::new));
    if (check && status != 0) {
      err.println("The files above are not formatted. Format them: ./mvnw -Pformat initialize");
    }
    System.exit(status);
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().toList();
    }
  }
}
