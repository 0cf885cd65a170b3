-- Answers to questions, found again by what the question means. The rows are a copy of what the
-- gateway has in memory; it reads them when it starts.
create table semantic_cache (
    id bigint generated always as identity primary key,
    query_hash text not null unique,
    -- equal for requests that differ in the last question only
    partition text not null,
    query text not null,
    embedding_model text not null default '',
    -- of length one; "embedding::vector" where the extension is there
    embedding real[],
    response jsonb not null,
    provider text not null,
    model text not null,
    threshold double precision not null,
    served bigint not null default 0,
    disputed bigint not null default 0,
    hit_count int not null default 0,
    created_at timestamptz not null,
    last_used_at timestamptz not null
);

create index semantic_cache_last_used on semantic_cache (last_used_at desc);
create index semantic_cache_created on semantic_cache (created_at);
