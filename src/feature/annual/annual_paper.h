/* The papers of the annual review as handlers: PDF and DOCX from one document. */
#ifndef ANNUAL_PAPER_H
#define ANNUAL_PAPER_H

#include "feature/annual/annual_private.h"

/* The heading of a cell's paper, or of a committee's; without a day, dots stand for it. */
void annual_paper_head(
        struct document *document, struct str superior, struct str issuer, struct str number, struct str day);
/* "ngày 05 tháng 12 năm 2026"; dots without a day. */
struct str annual_paper_date(struct arena *arena, struct str day);
/* Who signs for the body that is reviewed: T/M CHI BỘ, or T/M and the name of its committee. */
struct document_signer annual_paper_signer(struct arena *arena, const struct review *review, struct str day);
/* Sends it; name without the end. */
enum status annual_paper_send(struct request *request, struct document *document, const char *name, struct err *err);

enum status annual_fetch_blank(struct request *request, void *view, struct err *err);
enum status annual_fetch_form(struct request *request, void *view, struct err *err);
enum status annual_fetch_points_pdf(struct request *request, void *view, struct err *err);
enum status annual_fetch_proposal(struct request *request, void *view, struct err *err);
enum status annual_fetch_result_pdf(struct request *request, void *view, struct err *err);
enum status annual_fetch_dossier_pdf(struct request *request, void *view, struct err *err);
enum status annual_fetch_again(struct request *request, void *view, struct err *err);
enum status annual_fetch_decision(struct request *request, void *view, struct err *err);

#endif
