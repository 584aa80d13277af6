"""First names that are given to boys almost always, or to girls; names given to both are left out."""

from __future__ import annotations

MALE_FIRST_NAMES = frozenset(
    "aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alejandro alessandro alexander alfred ali allen anders andreas "
    "andrew andy angus anthony anton antonio archie arnold arthur barack barry bart ben benedict benjamin bernard bernie bert bill "
    "billy bob boris brad bradley brandon brian bruce bryan carl carlos cedric charles christian christoph christopher clarence "
    "claude clive colin connor craig curtis dan daniel darren dave david dennis derek diego dieter dmitri dmitry dominic don donald "
    "douglas duncan dwight earl ed eddie edgar edmund eduardo edward edwin elijah emanuel emil emmanuel enrique eric erik ernest "
    "ethan eugene evan felix fernando francesco francisco frank franklin fred frederick friedrich gareth gary gavin geoff geoffrey "
    "george gerald gerard gilbert giovanni giuseppe glen glenn gordon graham greg gregory guillermo gustav guy hamza hans harold "
    "harry hassan hector henri henrik henry herbert howard hugh hugo hussein ian ibrahim igor isaac ivan jack jacob jacques  "
    "jakob james jared jason javier jean-claude jeff jeffrey jeremy jerome jerry jim jimmy joao joaquin joe joel johan johann "
    "john johnny jonathan jorge jose josef joseph joshua juan julian julio justin karl keith ken kenneth kevin klaus kurt larry "
    "lars laurence lawrence leo leon leonard liam lloyd lorenzo louis lucas luigi luis luke magnus malcolm manuel marc marcel "
    "marco marcus mario mark markus martin marvin matteo matthew matthias maurice max michael michel miguel mike mikhail milan mitch "
    "mohamed mohammad mohammed muhammad mustafa nathan nathaniel neil nelson nicholas nick nicolas nigel nikolai noah norman oleg "
    "oliver omar oscar osama otto owen pablo patrick paul pavel pedro pete peter phil philip philippe pierre rafael ralph ramon "
    "randy raul raymond reginald ricardo richard rick rob robert roberto rodney roger roland ron ronald ross roy rupert "
    "russell ryan salman samuel scott sean sebastian sergei sergey sergio seth shaun shane simon stanley stefan stephen steve "
    "steven stewart stuart sven ted terence theodore thomas tim timothy tobias todd tom tommy tony travis trevor troy tyler "
    "viktor vincent vladimir walter warren wayne werner wilfred wilhelm will william winston wolfgang xavier yusuf zachary".split()
)
FEMALE_FIRST_NAMES = frozenset(
    "abigail adele agnes aisha alexandra alice alicia alison amanda amber amelia amy ana anastasia angela angelina anita ann "
    "anna anne annette annie antonia astrid audrey ava barbara beatrice beatriz becky bella bernadette beth bethany betty beverly "
    "bianca birgit bonnie brenda bridget brigitte camilla camille carla carmen carol carole caroline carolyn catherine cathy "
    "cecilia celia charlotte chelsea cheryl chloe christina christine cindy claire clara claudia colleen connie constance cynthia "
    "daisy daniela danielle deborah debra deepa delia denise diana diane dolores donna doris dorothy edith eileen elaine eleanor "
    "elena elisabeth eliza elizabeth ella ellen elsa elsie emily emma erica erika esther ethel eva eve evelyn fatima fiona flora "
    "florence frances gabriela gabriella gail gemma georgia gertrude gillian gina gisela gladys gloria grace greta gretchen gwen "
    "hannah harriet heather heidi helen helena helga hilary hillary holly ida imogen ines inez ingrid irene iris irina isabel "
    "isabella ivana ivy jacqueline jane janet janice jasmine jeanette jeanne jennifer jenny jessica jill joanna joanne "
    "josephine joyce juanita judith judy julia juliana julie juliet karen karin kate katharine katherine kathleen kathryn kathy "
    "katie katrina kayla kristen kristin kristina laura lauren leila lena leticia lillian lily linda lisa lois lola loretta lorna "
    "lorraine louisa louise lucia lucille lucy luisa lydia mabel madeleine margaret margarita maria marianne marie marilyn "
    "marina marjorie marlene marta martha martina mary matilda maud maureen maya megan melania melanie melinda melissa mercedes "
    "meredith mildred minnie miranda miriam moira mona monica muriel nadia nancy naomi natalia natalie natasha nicole nina "
    "nora olga olivia paloma pamela patricia paula pauline peggy penelope penny phoebe phyllis polly priscilla rachel raquel rebecca "
    "regina renata rhonda rita roberta rosa rosalind rose rosemary roxanne ruby ruth sabrina sadie sally samantha sandra sara sarah "
    "serena sharon sheila shirley silvia sofia sonia sophia sophie stella stephanie sue susan susanna susanne suzanne sylvia "
    "tamara tanya tara tatiana teresa theresa tina ursula valentina valerie vanessa vera veronica victoria viola violet virginia "
    "vivian wanda wendy winifred yasmin yolanda yvette yvonne zara zoe".split()
)
