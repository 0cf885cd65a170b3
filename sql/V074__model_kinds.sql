-- What a model is for. Models that do not chat are kept for the endpoints that use them; the next
-- scan of their provider says of each which it is.

alter table models
  add column kind text not null default 'chat'
    check (kind in ('chat', 'embedding', 'rerank', 'speech', 'transcription', 'image', 'moderation',
      'other'));
update models set kind = 'other' where not chat;
comment on column models.kind is 'what it is for; chat is true for chat only';

drop trigger models_changed on models;
create trigger models_changed
  after insert or delete or update of name, context_length, max_output_tokens, tier, supports_tools,
    supports_vision, supports_json_mode, supports_reasoning, supports_thai, chat, kind, missing_since
  on models for each statement execute function note_catalog_change();
