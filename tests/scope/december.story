# A meeting called after the tree has changed, a list of members brought, a member on the way to d.
now 2026-12-01 08:00
{z}lan  POST /cells/{cell}/meetings/new kind=regular day=28/12/2026 moved_reason="{z} bận" minute=19:30 place="{z} nhà văn hóa" → 303 as meeting
{z}lan  POST {meeting}/papers title="{z} tài liệu" file=@tests/paper/plain.pdf → 303
{z}lan  POST {meeting}/premeeting day=01/12/2026 minute=07:00 present="{z} chi ủy" content="{z} thống nhất" → 303
{z}lan  POST {meeting}/call                                         → 303
{z}an   POST {meeting}/opinions text="{z} có tên"                   → 303
{z}cuc  POST {meeting}/opinions/unnamed secret_text="{z}hidden hai" → 303
{z}lan  POST /cells/{cell}/members/import file=@tests/roster/plain_list.xlsx → 303
{z}lan  POST /cells/{cell}/transfers/new?member={an}&to={id-d} member={an} to={id-d} kind=official day=10/12/2026 paper=15-GT/ĐU reason="{z} theo gia đình" → 303
