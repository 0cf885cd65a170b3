package sml.gateway.observability.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.chat.AnswerRejected;
import sml.gateway.chat.Category;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.ModelFoundBad;
import sml.gateway.chat.ModelRef;
import sml.gateway.storage.StorableText;

/**
 * {@code POST /api/complaint}: an answer was wrong. It counts once for each request, against the
 * model that gave it, whose remembered answers are dropped.
 */
@Component("complaintApi")
final class ComplaintApi {
  private static final int LONGEST_REASON = 1_000;

  private final RequestRowBuffer buffer;
  private final RequestLogStore log;
  private final ComplaintStore complaints;
  private final ApplicationEventPublisher events;

  /** The request whose answer was wrong, and what was wrong with it. */
  record Complaint(@JsonProperty("request_id") String requestId, String reason) {}

  /**
   * What became of it.
   *
   * @param counted false when the request had a complaint already
   */
  record ComplaintDone(
      boolean ok,
      @JsonProperty("request_id") String requestId,
      String model,
      String category,
      boolean counted) {}

  ComplaintApi(
      RequestRowBuffer buffer,
      RequestLogStore log,
      ComplaintStore complaints,
      ApplicationEventPublisher events) {
    this.buffer = buffer;
    this.log = log;
    this.complaints = complaints;
    this.events = events;
  }

  /**
   * Takes a complaint.
   *
   * @throws NotFound when the request is unknown
   * @throws InvalidRequest when no model answered it
   */
  public ComplaintDone take(@Body Complaint complaint) {
    if (complaint.reason().isBlank()) {
      throw new InvalidRequest("`reason` must say what was wrong.", "reason");
    }
    String id = complaint.requestId();
    LogEntry entry = find(id);
    String model = entry.resolvedModel();
    ModelRef ref = model == null ? null : ModelRef.parse(model).orElse(null);
    if (ref == null) {
      throw new InvalidRequest("No model has answered the request `" + id + "`.", "request_id");
    }
    var rejected =
        new AnswerRejected(
            id,
            ref,
            category(entry.category()),
            StorableText.storable(complaint.reason(), LONGEST_REASON));
    boolean counted = complaints.add(rejected);
    if (counted) {
      events.publishEvent(rejected);
      events.publishEvent(new ModelFoundBad(rejected.ref(), "a user complained"));
    }
    return new ComplaintDone(true, id, ref.id(), rejected.category().id(), counted);
  }

  private LogEntry find(String id) {
    RequestRow waiting = buffer.find(id);
    return waiting != null
        ? waiting.entry()
        : log.find(id)
            .map(RequestLogStore.Stored::entry)
            .orElseThrow(
                () ->
                    new NotFound(
                        "No request with the id `" + id + "` is known.",
                        "request_id",
                        "not_found"));
  }

  private static Category category(@Nullable String id) {
    for (Category category : Category.values()) {
      if (category.id().equals(id)) {
        return category;
      }
    }
    return Category.GENERAL;
  }
}
