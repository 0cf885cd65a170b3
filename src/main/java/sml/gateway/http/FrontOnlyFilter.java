package sml.gateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses clients that talk to the servlet container directly, past the safety rules of the front.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class FrontOnlyFilter extends OncePerRequestFilter {
  private final ServletForwarder servletForwarder;

  FrontOnlyFilter(ServletForwarder servletForwarder) {
    this.servletForwarder = servletForwarder;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (servletForwarder.isPass(request.getHeader(ServletForwarder.PASS))) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }
}
