package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFolderTest {
  @TempDir Path home;

  private Path folderWithRoutes(String name) throws IOException {
    var folder = Files.createDirectory(home.resolve(name));
    Files.createFile(folder.resolve("chat.camel.yaml"));
    return folder;
  }

  @Test
  void theFolderOfTheSettingWins() throws IOException {
    folderWithRoutes("routes");
    var own = folderWithRoutes("own");

    assertThat(RoutesFolder.choose(own.toString(), home))
        .isEqualTo("file:" + own + "/*.camel.yaml");
  }

  @Test
  void aFolderBesideTheProgramComesNext() throws IOException {
    var beside = folderWithRoutes("routes");

    assertThat(RoutesFolder.choose(" ", home)).isEqualTo("file:" + beside + "/*.camel.yaml");
  }

  @Test
  void anEmptyFolderIsNoFolderOfRoutes() throws IOException {
    Files.createDirectory(home.resolve("routes"));

    assertThat(RoutesFolder.choose(null, home).split(","))
        .contains("classpath:routes/ask.camel.yaml")
        .allMatch(file -> file.matches("classpath:routes/[a-z-]+\\.camel\\.yaml"));
  }

  @Test
  void aWrongSettingStopsTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutesFolder.choose(home + "/nowhere", home))
        .withMessageContaining("SML_ROUTES_DIR");
  }
}
