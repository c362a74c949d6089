# Builds, runs, tests and installs the 12345 workstation. `make run` starts the demo shift, `make training` the training.
PREFIX  ?= /usr/local
CC      ?= gcc
# a comma inside a function's arguments; before its first use
, := ,
B       := $(if $(SAN),build-asan,build)
PACKAGES := glib-2.0 gio-2.0 gio-unix-2.0 json-glib-1.0 libnotify ncursesw libpq

PKG_CFLAGS = $(shell pkg-config --cflags $(PACKAGES))
PKG_LIBS   = $(shell pkg-config --libs $(PACKAGES)) -lunistring -lcsv -lyaml -llinear -lm

WARN    := -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Werror
HARDEN  := $(if $(SAN),-O1 -g -fno-omit-frame-pointer -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined,\
             -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE $(WARN) $(HARDEN) -fPIE \
             -I. $(PKG_CFLAGS) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(if $(SAN),-fsanitize=address$(,)undefined) $(LDFLAGS)

COMMON  := $(wildcard common/*.c)
TUI     := $(wildcard tui/*.c)
SCHEMA  := $(sort $(wildcard schema/*/*.sql schema/*/*.csv schema/training/*.yaml))
COMMON_O := $(COMMON:%.c=$(B)/obj/%.o) $(B)/obj/gen/resources.o
TUI_O    := $(TUI:%.c=$(B)/obj/%.o)

SUPPORT  := $(wildcard tests/support/*.c)
TESTS    := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/server.c tests/*/test_*.c))

.DEFAULT_GOAL := all
.PHONY: all setup setup-check run training check check-asan tests tidy install clean keys

all: $(B)/hotline $(B)/locale/zh_CN/LC_MESSAGES/hotline.mo

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"; $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(B)/libcommon.a: $(COMMON_O)
	@ar rcs $@ $^

$(B)/hotline: $(TUI_O) $(B)/libcommon.a
	@echo "  LD $@"; $(CC) $(LDFLAGS_ALL) -o $@ $(TUI_O) $(B)/libcommon.a $(PKG_LIBS)

# the schema travels inside the program
$(B)/gen/schema.gresource.xml: $(SCHEMA) Makefile
	@mkdir -p $(@D)
	@{ echo '<?xml version="1.0"?><gresources><gresource prefix="/hotline">'; \
	   for f in $(SCHEMA); do echo "<file>$$f</file>"; done; \
	   echo '<file alias="schema/data/pinyin.txt">$(B)/gen/pinyin.txt</file></gresource></gresources>'; } > $@
$(B)/gen/pinyin.txt: schema/pinyin.sh
	@mkdir -p $(@D)
	@schema/pinyin.sh > $@.new && mv $@.new $@
$(B)/gen/resources.c: $(B)/gen/schema.gresource.xml $(SCHEMA) $(B)/gen/pinyin.txt
	@glib-compile-resources --generate-source --sourcedir=. --c-name hotline --target=$@ $<
$(B)/obj/gen/resources.o: $(B)/gen/resources.c
	@mkdir -p $(@D)
	@$(CC) $(filter-out $(WARN),$(CFLAGS_ALL)) -c -o $@ $<

$(B)/locale/zh_CN/LC_MESSAGES/hotline.mo: common/po/zh_CN.po
	@mkdir -p $(@D)
	@msgfmt --check -o $@ $<

setup:
	@common/setup.sh
setup-check:
	@common/setup.sh check

run: setup
	@$(MAKE) -s -j2 all
	@$(B)/hotline demo

training: setup
	@$(MAKE) -s -j2 all
	@$(B)/hotline training

tests: all $(TESTS)

VTERM = $(shell pkg-config --cflags --libs vterm) -lutil
$(B)/tests/%: tests/%.c $(SUPPORT) $(wildcard tests/support/*.h) $(B)/libcommon.a $(TUI_O)
	@mkdir -p $(@D)
	@echo "  LD $@"; $(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(SUPPORT) $(filter-out %/main.o %/command_demo.o %/command_training.o,$(TUI_O)) \
	  $(B)/libcommon.a $(PKG_LIBS) $(VTERM)

# everything, or what TEST names: make check TEST="build/tests/screen/test_flow tests/schema/list.sql"
TEST ?= $(wildcard tests/*.sh tests/runner/*.pl tests/schema/*.sql) $(filter-out %/server,$(TESTS))
check: setup-check
	@$(MAKE) -s -j2 tests
	@HOTLINE=$(B)/hotline $(B)/tests/server tests/run.pl $(TEST)
# what it costs, on throw-away servers
.PHONY: bench
bench: all $(B)/tests/server $(B)/tests/notify/test_trouble
	@for bench in $(wildcard tests/bench/*.sh); do HOTLINE=$(B)/hotline $(B)/tests/server $$bench || exit 1; done
# the schema against a real telephone switch, for who has one: tests/switch/README.md
.PHONY: check-switch
check-switch: all
	@HOTLINE=$(B)/hotline tests/switch/run.sh
check-asan:
	@$(MAKE) -s SAN=1 check

tidy: setup
	@common/setup.sh tidy
	@tests/layers.sh
	@$(MAKE) -s CC=clang B=build-clang all
	@clang-tidy --quiet $(COMMON) $(TUI) -- -std=c17 -D_GNU_SOURCE -I. $(PKG_CFLAGS)

install: all
	install -D $(B)/hotline $(DESTDIR)$(PREFIX)/bin/hotline
	install -D -m 644 $(B)/locale/zh_CN/LC_MESSAGES/hotline.mo \
	  $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES/hotline.mo

# writes README's key lists anew, out of the action table
keys: all
	@for list in 'keys|end of keys|en' '按键|按键完|zh'; do \
	   begin=$${list%%|*}; rest=$${list#*|}; end=$${rest%%|*}; \
	   $(B)/hotline --lang $${rest#*|} keys > $(B)/keys.md; \
	   sed -i -e "/<!-- $$begin -->/,/<!-- $$end -->/{ /<!-- $$begin -->/{ p; r $(B)/keys.md" -e "}; /<!-- $$end -->/p; d }" README.md; \
	 done

# the words to translate, out of the sources and the schema's refusals and notices
.PHONY: po pot
pot:
	@mkdir -p $(B)/gen
	@sed -n "s/^    ('[a-z_]*', *'\(.*\)')[,;]$$/_(\"\1\")/p" schema/functions/11_*.sql \
	  | sed "s/''/'/g" > $(B)/gen/refusals.c
	@xgettext -k_ -kN_ -kngettext:1,2 --from-code=UTF-8 --no-location --sort-output --package-name=hotline \
	  -o $(B)/gen/hotline.pot $(B)/gen/refusals.c $(COMMON) $(TUI)
po: pot
	@msgmerge --quiet --no-fuzzy-matching --update --backup=none common/po/zh_CN.po $(B)/gen/hotline.pot

clean:
	rm -rf build build-asan build-clang

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
