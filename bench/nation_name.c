/* Names of people: surnames, middle and given names by how common they are; those of ethnic minorities in their own
   forms. A key of order is put together from the keys of the words. */
#include "bench/nation.h"

#include "base/text.h"

#include <string.h>

struct word {
	const char *text;
	int share;
	char key[48];
	int len;
};
#define W(text, share)                \
	{                             \
		text, share, { 0 }, 0 \
	}

static struct word surname[] = { W("Nguyễn", 314), W("Trần", 109), W("Lê", 91), W("Phạm", 70), W("Hoàng", 34),
	W("Huỳnh", 20), W("Phan", 35), W("Vũ", 32), W("Võ", 25), W("Đặng", 30), W("Bùi", 28), W("Đỗ", 26), W("Hồ", 18),
	W("Ngô", 18), W("Dương", 15), W("Lý", 7), W("Trương", 20), W("Đinh", 14), W("Đoàn", 13), W("Lâm", 8),
	W("Trịnh", 10), W("Mai", 8), W("Đào", 9), W("Cao", 8), W("Hà", 7), W("Lương", 7), W("Lưu", 6), W("Phùng", 5),
	W("Tạ", 5), W("Chu", 4), W("Thái", 4), W("Tô", 4), W("Kiều", 3), W("Quách", 3), W("Nghiêm", 2), W("Tống", 2),
	W("Doãn", 2), W("La", 2), W("Vương", 3), W("Văn", 2) };
static struct word man_middle[] = { W("Văn", 40), W("Đức", 10), W("Hữu", 9), W("Minh", 9), W("Ngọc", 6), W("Quang", 8),
	W("Thanh", 6), W("Xuân", 7), W("Đình", 7), W("Công", 6), W("Mạnh", 4), W("Anh", 4), W("Duy", 5), W("Quốc", 5),
	W("Thế", 4), W("Trọng", 4), W("Viết", 3), W("Bá", 3), W("Tiến", 3), W("Hoàng", 3) };
static struct word woman_middle[] = { W("Thị", 55), W("Thu", 6), W("Ngọc", 6), W("Thanh", 6), W("Minh", 4), W("Kim", 4),
	W("Hồng", 4), W("Bích", 3), W("Phương", 4), W("Mai", 3), W("Lan", 2), W("Diệu", 2), W("Khánh", 2),
	W("Quỳnh", 2) };
static struct word man_given[] = { W("An", 3), W("Bình", 6), W("Cường", 8), W("Dũng", 9), W("Đạt", 5), W("Đông", 3),
	W("Đức", 6), W("Giang", 3), W("Hà", 3), W("Hải", 8), W("Hậu", 2), W("Hiếu", 6), W("Hòa", 5), W("Hoàn", 2),
	W("Hùng", 11), W("Huy", 5), W("Khánh", 3), W("Khoa", 2), W("Kiên", 4), W("Lâm", 4), W("Linh", 2), W("Long", 6),
	W("Lợi", 2), W("Lực", 2), W("Minh", 6), W("Nam", 7), W("Nghĩa", 4), W("Phong", 4), W("Phúc", 5), W("Quân", 4),
	W("Quang", 4), W("Quý", 2), W("Sơn", 7), W("Tài", 3), W("Tâm", 3), W("Tân", 3), W("Thành", 8), W("Thái", 3),
	W("Thắng", 8), W("Thịnh", 4), W("Thuận", 3), W("Tiến", 5), W("Toàn", 4), W("Trung", 6), W("Trường", 4),
	W("Tuấn", 10), W("Tùng", 5), W("Vinh", 4), W("Vũ", 3), W("Xuân", 2) };
static struct word woman_given[] = { W("Anh", 6), W("Ánh", 3), W("Bình", 2), W("Châu", 2), W("Chi", 3), W("Dung", 5),
	W("Duyên", 3), W("Giang", 3), W("Hà", 7), W("Hằng", 6), W("Hạnh", 5), W("Hiền", 6), W("Hoa", 7), W("Hòa", 3),
	W("Hồng", 5), W("Huế", 2), W("Huệ", 4), W("Hương", 9), W("Huyền", 5), W("Lan", 8), W("Liên", 4), W("Linh", 5),
	W("Loan", 4), W("Ly", 2), W("Mai", 6), W("Minh", 2), W("My", 2), W("Nga", 5), W("Ngân", 3), W("Ngọc", 4),
	W("Nguyệt", 3), W("Nhung", 4), W("Oanh", 3), W("Phương", 6), W("Phượng", 3), W("Quyên", 3), W("Tâm", 3),
	W("Thảo", 5), W("Thơm", 2), W("Thu", 5), W("Thúy", 5), W("Thủy", 6), W("Trang", 5), W("Tuyết", 4), W("Uyên", 2),
	W("Vân", 5), W("Xuân", 3), W("Yến", 5) };

static struct word tay_surname[] = { W("Lò", 12), W("Quàng", 6), W("Cầm", 4), W("Lường", 6), W("Nông", 12),
	W("Hoàng", 12), W("Triệu", 6), W("Ma", 4), W("Bế", 3), W("Đàm", 4), W("Vi", 6), W("Hà", 8), W("Bùi", 10),
	W("Đinh", 7), W("Lục", 4), W("Chu", 4), W("Bạc", 2), W("Tòng", 3) };
static struct word mong_surname[] = { W("Giàng", 14), W("Sùng", 12), W("Thào", 11), W("Vàng", 12), W("Lý", 8),
	W("Mùa", 8), W("Hạng", 5), W("Cứ", 3), W("Vừ", 8), W("Lầu", 8) };
static struct word mong_middle[] = { W("A", 60), W("Seo", 14), W("Mí", 14), W("Bá", 6), W("Nhìa", 3) };
static struct word mong_given[] = { W("Páo", 8), W("Sình", 7), W("Chua", 7), W("Dơ", 6), W("Mỷ", 6), W("Sáy", 6),
	W("Tủa", 6), W("Chống", 5), W("Lử", 6), W("Dế", 6), W("Pó", 6), W("Sử", 5), W("Chía", 5), W("Dình", 6),
	W("Vảng", 4) };
static struct word ede_given[] = { W("Thông", 4), W("Bion", 3), W("Nhuân", 3), W("Wer", 3), W("Khiêm", 3), W("Dhăm", 3),
	W("Blô", 3), W("Ngông", 2) };
static struct word ede_woman[] = { W("H'Hen", 4), W("H'Lan", 4), W("H'Nguyên", 3), W("H'Bia", 3), W("H'Yuê", 3),
	W("H'Mai", 3), W("H'Loan", 3) };
static struct word ede_clan[] = { W("Niê", 12), W("Mlô", 7), W("Êban", 7), W("Kbuôr", 5), W("Ayun", 5), W("Ksor", 6),
	W("Kpă", 5), W("Byă", 5) };
static struct word jrai_surname[] = { W("Siu", 8), W("Ksor", 9), W("Kpuih", 5), W("Rmah", 7), W("Nay", 5), W("Ro", 3) };
static struct word khmer_surname[] = { W("Thạch", 14), W("Sơn", 9), W("Kim", 8), W("Danh", 10), W("Lâm", 6),
	W("Kiên", 4), W("Châu", 4) };
static struct word khmer_given[] = { W("Rương", 4), W("Phia", 4), W("Rết", 3), W("Sóc", 3), W("Khêne", 2), W("Bone", 3),
	W("Thươne", 2), W("Dương", 4), W("Hên", 3), W("Vanna", 2) };
static struct word sa[] = { W("Sa", 5), W("Sô", 4), W("Thị", 4), W("Ngọc", 3) };
static struct word thi[] = { W("Thị", 1) }, van[] = { W("Văn", 1) }, y[] = { W("Y", 1) };

static const struct word *draw(struct dice *dice, struct word *list, size_t count)
{
	int all = 0;
	size_t at = 0;
	for (size_t i = 0; i < count; i++)
		all += list[i].share;
	for (int share = dice_up_to(dice, all); share >= list[at].share; at++)
		share -= list[at].share;
	if (!list[at].len) {
		CLOSES(arena_closep) struct arena *arena = arena_open(1 << 16);
		struct str key = text_title_key(arena, str_of(list[at].text));
		check(key.len < sizeof(list[at].key));
		memcpy(list[at].key, key.ptr, key.len);
		list[at].len = (int)key.len;
	}
	return &list[at];
}
#define DRAW(dice, list) draw((dice), (list), LENGTH(list))

static int minority_words(struct dice *dice, bool woman, const struct word **word, const char **ret_ethnic)
{
	int people = dice_up_to(dice, 100);
	if (people < 50) {
		static const char *const ethnic[] = { "Tày", "Thái", "Mường", "Nùng" };
		*ret_ethnic = ethnic[dice_up_to(dice, 4)];
		word[0] = DRAW(dice, tay_surname);
		word[1] = woman ? DRAW(dice, thi) : DRAW(dice, van);
		word[2] = woman ? DRAW(dice, woman_given) : DRAW(dice, man_given);
		return 3;
	}
	if (people < 72) {
		*ret_ethnic = "Mông";
		word[0] = DRAW(dice, mong_surname);
		word[1] = woman ? DRAW(dice, thi) : DRAW(dice, mong_middle);
		word[2] = DRAW(dice, mong_given);
		return 3;
	}
	if (people < 82) {
		*ret_ethnic = "Ê Đê";
		word[0] = woman ? DRAW(dice, ede_woman) : DRAW(dice, y);
		word[1] = woman ? DRAW(dice, ede_clan) : DRAW(dice, ede_given);
		word[2] = DRAW(dice, ede_clan);
		return woman ? 2 : 3;
	}
	if (people < 90) {
		*ret_ethnic = "Gia Rai";
		word[0] = DRAW(dice, jrai_surname);
		word[1] = woman ? DRAW(dice, ede_woman) : DRAW(dice, ede_given);
		return 2;
	}
	*ret_ethnic = "Khmer";
	word[0] = DRAW(dice, khmer_surname);
	word[1] = DRAW(dice, sa);
	word[2] = DRAW(dice, khmer_given);
	return 3;
}

static int kinh_words(struct dice *dice, bool woman, const struct word **word)
{
	int count = 0;
	word[count++] = DRAW(dice, surname);
	word[count++] = woman ? DRAW(dice, woman_middle) : DRAW(dice, man_middle);
	if (dice_up_to(dice, 4) == 0)
		word[count++] = woman ? DRAW(dice, woman_given) : DRAW(dice, man_given);
	word[count++] = woman ? DRAW(dice, woman_given) : DRAW(dice, man_given);
	return count;
}

void nation_name(struct arena *arena, struct dice *dice, bool woman, bool minority, struct str *ret_name,
        struct str *ret_key, const char **ret_ethnic)
{
	const struct word *word[4];
	char name[128], key[256];
	size_t length = 0, used = 0;
	*ret_ethnic = "Kinh";
	int count = minority ? minority_words(dice, woman, word, ret_ethnic) : kinh_words(dice, woman, word);
	memcpy(key, word[count - 1]->key, (size_t)word[count - 1]->len);
	used = (size_t)word[count - 1]->len;
	for (int i = 0; i < count; i++) {
		size_t len = strlen(word[i]->text);
		if (i)
			name[length++] = ' ';
		memcpy(name + length, word[i]->text, len);
		length += len;
		if (i == count - 1)
			break;
		memcpy(key + used, word[i]->key, (size_t)word[i]->len);
		used += (size_t)word[i]->len;
	}
	*ret_name = str_copy(arena, (struct str){ name, length });
	*ret_key = str_copy(arena, (struct str){ key, used });
}
