package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.random.RandomGenerator;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.springboot.QuartzComponentAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

class FrontInSpringTest {
  private static ConfigurableApplicationContext spring;
  private static int front;

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        // its scheduler is a bean of ops
        QuartzComponentAutoConfiguration.class
      })
  @ComponentScan({"sml.gateway.http", "sml.gateway.access"})
  @ConfigurationPropertiesScan({"sml.gateway.http", "sml.gateway.access"})
  static class App {
    @Bean
    RandomGenerator random() {
      return RandomGenerator.getDefault();
    }

    @Bean
    RouteBuilder hello() {
      return new RouteBuilder() {
        @Override
        public void configure() {
          from("platform-http:/v1/hello").setBody(constant("hello"));
        }
      };
    }
  }

  @BeforeAll
  static void start() {
    spring =
        new SpringApplicationBuilder(App.class)
            .run(
                "--sml.http.port=0",
                "--camel.main.routes-include-pattern=classpath:no-routes/*.yaml");
    front = spring.getBean(FrontServer.class).port();
  }

  @AfterAll
  static void stop() {
    spring.close();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
  }

  @Test
  void aRouteAnswersThroughTheFront() throws Exception {
    assertThat(get(front, "/v1/hello").body()).isEqualTo("hello");
  }

  @Test
  void actuatorAnswersThroughTheFrontOnly() throws Exception {
    assertThat(get(front, "/actuator/health").statusCode()).isEqualTo(200);
    int tomcat = ((ServletWebServerApplicationContext) spring).getWebServer().getPort();
    assertThat(get(tomcat, "/actuator/health").statusCode()).isEqualTo(403);
  }

  @Test
  void anUnknownPathIsTheEnvelope() throws Exception {
    var answer = get(front, "/v1/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("Invalid URL (GET /v1/nothing)");
  }
}
