# What every cell of the matrix has: a month from the call to the grade. {z} marks each text.
{z}lan  POST /cells/{cell}/groups name="{z} tổ một"                → 303
{z}lan  POST /cells/{cell}/groups name="{z} tổ hai"                → 303
{z}lan  POST /cells/{cell}/meetings/new kind=both theme="{z} chuyên đề" day=03/10/2026 minute=19:30 place="{z} nhà văn hóa" → 303 as meeting
{z}lan  GET  {meeting}/edit                                         → 200 find "version=name=\"version\" value=\""
{z}lan  POST {meeting}/edit version={version} day=03/10/2026 minute=19:30 place="{z} nhà văn hóa" theme="{z} chuyên đề" chair={lan} clerk={minh} → 303
{z}lan  POST {meeting}/premeeting day=30/09/2026 minute=19:00 present="{z} chi ủy" content="{z} thống nhất" → 303
{z}lan  POST {meeting}/papers title="{z} tài liệu" file=@tests/paper/plain.pdf → 303
{z}lan  POST {meeting}/call                                         → 303
{z}an   GET  {meeting}/papers                                       → 200 find "paper=/papers/"
{z}an   POST {meeting}/papers/{paper}                               → 303
{z}binh POST {meeting}/excuse reason="{z} đi khám bệnh"             → 303
{z}an   POST {meeting}/opinions text="{z} có tên"                   → 303
{z}cuc  POST {meeting}/opinions/unnamed secret_text="{z}hidden một" → 303
now 2026-10-03 19:30
{z}minh POST {meeting}/open                                         → 303
{z}minh POST {meeting}/attendance/all                               → 303
{z}minh POST {meeting}/fees/all                                     → 303
{z}minh POST {meeting}/speech person={an} kind=opinion              → 303 as speech
{z}minh POST {speech} kind=opinion text="{z} nhất trí sửa đường"    → 303
{z}minh POST {meeting}/praise person={an} kind=praise text="{z} gương mẫu" → 303
{z}minh POST {meeting}/tasks/new title="{z} vận động nhân dân" person={an} due=31/12/2026 → 303
{z}minh POST {meeting}/record kind=minutes                          → 303 as minutes
{z}minh POST {meeting}/record kind=resolution                       → 303 as resolution
{z}minh POST {meeting}/votes question="{z} kế hoạch" kind=resolution method=hands → 303 as vote
{z}minh POST {vote} for=4 against=1 other=0                         → 303
{z}minh POST {meeting}/votes question="{z} biên bản" kind=minutes method=names → 303 as vote
{z}minh POST {vote} choice-{lan}=for choice-{minh}=for choice-{an}=for choice-{cuc}=for choice-{tu}=against → 303
{z}minh POST {minutes}/adopt                                        → 303
{z}minh POST {resolution}/adopt                                     → 303
{z}minh POST {meeting}/score version=0 points-time=5 points-attendance=5 points-preparation=5 points-papers=5 points-steps=5 points-content=22 points-chairing=9 points-principles=5 points-results=28 points-closing=4 reason-papers="{z} đủ" reason-steps="{z} đủ" reason-time="{z} đủ" reason-attendance="{z} đủ" reason-content="{z} đủ" reason-results="{z} đủ" reason-closing="{z} đủ" → 303
{z}minh POST {meeting}/votes question="{z} tự chấm điểm" kind=score method=hands → 303 as vote
{z}minh POST {vote} for=5 against=0 other=0                         → 303
now 2026-10-03 21:40
{z}minh POST {meeting}/end anyway=1                                 → 303
{z}minh GET  {minutes}                                              → 200 find "v=name=\"version\" value=\""
{z}minh POST {minutes}/edit version={v} redraft=*                   → 303
{z}minh GET  {resolution}                                           → 200 find "v=name=\"version\" value=\""
{z}minh POST {resolution}/edit version={v} redraft=*                → 303
{z}minh POST {minutes}/sign/clerk pin=482915                        → 303
{z}lan  POST {minutes}/sign/chair pin=482915                        → 303
{z}minh POST {minutes}/photos file=@tests/paper/photo.png           → 303
{z}minh POST {resolution}/sign/clerk pin=482915                     → 303
{z}lan  POST {resolution}/sign/chair pin=482915                     → 303
{z}lan  POST {meeting}/report/handbook posted=1                     → 303
{z}lan  POST {meeting}/report                                       → 303
Trung   GET  {meeting}/score/grade                                  → 200 find "v=name=\"version\" value=\""
Trung   POST {meeting}/score/grade version={v} grade=good reason="{z} có căn cứ" → 303
{z}lan  POST /cells/{cell}/annual year=2026 self_by=01/12/2026 day=15/12/2026 → 303
