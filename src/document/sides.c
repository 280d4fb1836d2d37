/* Head and signature blocks as two columns of styled lines, the same for every writer. */
#include "document/document_private.h"

static void add(struct document_side *side, enum document_style_name style, struct str text)
{
	if (side->count < DOCUMENT_LINES)
		side->line[side->count++] = (struct document_line){ style, text };
}

static void add_some(struct document_side *side, enum document_style_name style, struct str text)
{
	if (text.len)
		add(side, style, text);
}

static void head_sides(const struct document_head *head, struct document_side side[2])
{
	side[0].share = 0.46;
	side[1].share = 0.54;
	add_some(&side[0], DOCUMENT_STYLE_SUPERIOR, head->superior);
	add_some(&side[0], DOCUMENT_STYLE_ISSUER, head->issuer);
	if (side[0].count)
		add(&side[0], DOCUMENT_STYLE_STAR, STR("*"));
	add_some(&side[0], DOCUMENT_STYLE_NUMBER, head->number);
	if (head->party.len) {
		add(&side[1], DOCUMENT_STYLE_PARTY, head->party);
		add(&side[1], DOCUMENT_STYLE_PARTY_RULE, STR_NONE);
	}
	add_some(&side[1], DOCUMENT_STYLE_PLACE, head->place);
}

/* `posts`: one of the signers has a post, so both have its line and the names stand level. */
static void signer_side(const struct document_signer *signer, bool posts, struct document_side *side)
{
	add(side, DOCUMENT_STYLE_CAPACITY, signer->capacity);
	if (posts)
		add(side, DOCUMENT_STYLE_POST, signer->post);
	add(side, DOCUMENT_STYLE_SIGNING_ROOM, STR_NONE);
	add(side, DOCUMENT_STYLE_SIGNER, signer->name);
}

static void sign_sides(struct arena *arena, const struct document_sign *sign, struct document_side side[2])
{
	side[0].share = side[1].share = 0.5;
	if (sign->signer_count == 2) {
		bool posts = sign->signer[0].post.len || sign->signer[1].post.len;

		signer_side(&sign->signer[0], posts, &side[0]);
		signer_side(&sign->signer[1], posts, &side[1]);
		return;
	}
	if (sign->recipient_count)
		add(&side[0], DOCUMENT_STYLE_RECIPIENTS, STR("Nơi nhận:"));
	for (size_t i = 0; i < sign->recipient_count; i++)
		add(&side[0], DOCUMENT_STYLE_RECIPIENT,
		        str_format(arena, "-\302\240%.*s%s", STR_ARG(sign->recipient[i]),
		                i + 1 < sign->recipient_count ? "," : "."));
	signer_side(&sign->signer[0], sign->signer[0].post.len > 0, &side[1]);
}

void document_sides(struct arena *arena, const struct document_block *block, struct document_side ret_side[2])
{
	ret_side[0].count = ret_side[1].count = 0;
	if (block->kind == DOCUMENT_HEAD)
		head_sides(block->head, ret_side);
	else
		sign_sides(arena, block->sign, ret_side);
}

enum document_style_name document_block_style(const struct document_block *block)
{
	if (block->kind == DOCUMENT_SECTION)
		return DOCUMENT_STYLE_SECTION_1 + (enum document_style_name)(block->level - 1);
	return block->kind == DOCUMENT_ITEM ? DOCUMENT_STYLE_ITEM : DOCUMENT_STYLE_BODY;
}

enum document_style_name document_cell_style(const struct document_row *row, enum document_align align)
{
	if (row->head)
		return DOCUMENT_STYLE_CELL_HEAD;
	if (row->full || align == DOCUMENT_LEFT || align == DOCUMENT_JUSTIFY)
		return DOCUMENT_STYLE_CELL;
	return align == DOCUMENT_MIDDLE ? DOCUMENT_STYLE_CELL_MIDDLE : DOCUMENT_STYLE_CELL_RIGHT;
}

double document_text_width(const struct document_style *style, const struct document *document)
{
	return (document->landscape ? style->height : style->width) - style->left - style->right;
}

bool document_sign_keeps(const struct document_block *block)
{
	const struct document_block *next = block->next;
	while (next && next->kind == DOCUMENT_SPACE)
		next = next->next;
	return block->kind == DOCUMENT_SIGN && next && next->kind == DOCUMENT_PARAGRAPH;
}
